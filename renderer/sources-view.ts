/** Where every byte went: the list of files in the chosen order. */
export type SourcesView = {
  readonly page: "sources";
  /** Part of a path. */
  readonly text: string;
  readonly sort: FileColumn;
  readonly descending: boolean;
};

export const FILE_COLUMNS = [
  "path",
  "project",
  "size",
  "counted",
  "other",
  "blank",
  "damaged",
  "pending",
  "gone",
] as const;
export type FileColumn = (typeof FILE_COLUMNS)[number];

export const SOURCES: SourcesView = { page: "sources", text: "", sort: "size", descending: true };

/** What the hash says of the view, besides its page; `undefined` where it is as usual. */
export function sourcesValues(view: SourcesView): Readonly<Record<string, string | undefined>> {
  return {
    q: view.text === "" ? undefined : view.text,
    sort: view.sort === SOURCES.sort ? undefined : view.sort,
    order: view.descending ? undefined : "up",
  };
}

/** Anything that cannot be read is as usual. */
export function parseSources(value: (name: string) => string | undefined): SourcesView {
  return {
    page: "sources",
    text: value("q") ?? "",
    sort: FILE_COLUMNS.find((column) => column === value("sort")) ?? SOURCES.sort,
    descending: value("order") !== "up",
  };
}
