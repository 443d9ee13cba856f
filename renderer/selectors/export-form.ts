import type { ExportFormat, ExportRequest, ExportSubject } from "../../shared/question.ts";

/** What is chosen in the export dialog. */
export type ExportForm = ExportRequest & { readonly format: ExportFormat };

export const SUBJECT_CHOICES: readonly {
  readonly subject: ExportSubject;
  readonly name: string;
  readonly rows: string;
}[] = [
  { subject: "usage", name: "Usage per day", rows: "A row for each day, project, model and lane." },
  { subject: "calls", name: "Calls", rows: "A row for each request to the model, in order of time." },
  { subject: "sessions", name: "Sessions", rows: "A row for each session, of its calls in these days." },
  { subject: "events", name: "Events", rows: "A row for each cache break, rebuild and note." },
];

export const FORMAT_CHOICES: readonly {
  readonly format: ExportFormat;
  readonly name: string;
  readonly use: string;
}[] = [
  { format: "csv", name: "CSV", use: "One file, for a spreadsheet." },
  { format: "json", name: "JSON", use: "One file, for a script: an object for each row." },
  {
    format: "parquet",
    name: "Parquet",
    use: "A folder with a file for each month, for DuckDB, ClickHouse or BigQuery.",
  },
];

/** What the engine is asked for: the days in the right order. */
export function requestOf({
  subject,
  hashProjects,
  filter,
  sessions,
  from,
  to,
  zone,
}: ExportForm): ExportRequest {
  const turned = from !== undefined && to !== undefined && from > to;
  return {
    subject,
    hashProjects,
    filter,
    sessions,
    from: turned ? to : from,
    to: turned ? from : to,
    zone,
  };
}

/** What the page is filtered by, in words; the rows are filtered likewise. */
export function filterNote({
  filter: { project, model, lane },
  sessions,
}: Pick<ExportForm, "filter" | "sessions">): string {
  if (sessions !== undefined) return " Only the sessions that the page shows, each with all of its calls.";
  const lanes = lane === "main" ? "main conversations" : "agents";
  const parts = [project, model, lane === undefined ? undefined : lanes].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : ` Only ${parts.join(", ")}, as on the page.`;
}

/** Which calls the days take in. */
export function daysNote({ from, to, zone }: Pick<ExportForm, "from" | "to" | "zone">): string {
  const untimed =
    from === undefined && to === undefined
      ? "Everything, calls without a time in the log too."
      : "Calls without a time in the log are left out.";
  return `Days of ${zone.replaceAll("_", " ")}; times in the file are UTC. ${untimed}`;
}
