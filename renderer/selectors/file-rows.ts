import { assertNever } from "../../shared/assert.ts";
import type { SourceFile } from "../../shared/question.ts";
import type { SourcesView } from "../sources-view.ts";

/** The files whose path holds the text, in the chosen order; equal ones by their path, so the order never jumps. */
export function fileRows(
  files: readonly SourceFile[],
  { text, sort, descending }: Pick<SourcesView, "text" | "sort" | "descending">,
): readonly SourceFile[] {
  const wanted = text.trim().toLowerCase();
  const sign = descending ? -1 : 1;
  const rows = files.filter(({ path }) => wanted === "" || path.toLowerCase().includes(wanted));
  return rows.toSorted((a, b) => {
    const first = valueOf(a, sort);
    const second = valueOf(b, sort);
    // A log that still exists has no day on which it went: it comes last in either direction.
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined) || byPath(a, b);
    }
    if (first === second) return byPath(a, b);
    return first < second ? -sign : sign;
  });
}

/** The path below its project's folder, whose name has a column of its own. */
export function pathInProject({ path, project }: Pick<SourceFile, "path" | "project">): string {
  const parts = path.split(/[/\\]/);
  const at = parts.lastIndexOf(project);
  return at < 0 || at === parts.length - 1 ? path : parts.slice(at + 1).join("/");
}

function valueOf(file: SourceFile, sort: SourcesView["sort"]): string | number | undefined {
  switch (sort) {
    case "path":
      return pathInProject(file);
    case "project":
      return file.project;
    case "gone":
      return file.goneAt;
    case "size":
    case "counted":
    case "other":
    case "blank":
    case "damaged":
    case "pending":
      return file[sort];
    default:
      return assertNever(sort);
  }
}

function byPath(a: SourceFile, b: SourceFile): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}
