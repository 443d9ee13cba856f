import { EXPORT_SOURCES } from "../../electron/engine/export/tables.ts";
import type { ColumnKind } from "../../electron/engine/export/columns.ts";
import type {
  ExportAction,
  ExportJob,
  ExportPreviewAnswer,
  ExportRequest,
  ExportSubject,
} from "../../shared/question.ts";
import { dayBefore } from "../../renderer/selectors/asked-range.ts";
import { generator } from "./sample-calls.ts";

const ROWS: Readonly<Record<ExportSubject, number>> = {
  usage: 1204,
  calls: 184_201,
  sessions: 612,
  events: 3,
};
const SHOWN = 20;
const TEXTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  project: ["-home-ada-parser-rewrite", "-home-ada-docs-site", "-home-ada-infra"],
  model: ["claude-opus-5-5", "claude-sonnet-5-20261001", "experimental-x1"],
  lane: ["main", "sub"],
  agent: [undefined, "a3f9c1"],
  machine: ["5f0c2a9be1d4"],
  cause: ["ttl-expired-1h", "tools-changed-by-server", "model-switch"],
  group: ["yours", "not-yours", "unknown"],
  evidence: ["expected 64 120, read 12 004; gap 4 210 s; written to live 1 h; the server gave no reason"],
};

/** Rows that look like an engine's: every column it has, and here and there a cell of which nothing is known. */
export function sampleExportPreview({ subject, from, to, hashProjects }: ExportRequest): ExportPreviewAnswer {
  const { columns } = EXPORT_SOURCES[subject].table;
  // Years before the first log.
  const rowCount = to !== undefined && to < "2025" ? 0 : ROWS[subject];
  const first = from ?? "2026-10-01";
  const rows = Array.from({ length: Math.min(SHOWN, rowCount) }, (_, place) => {
    const random = generator(place + 1);
    return columns.map(({ name, kind }) => {
      if (name === "project" && hashProjects) return ["9f2c4b7e01ad3358", "41d0e6a2c97b5f10"][place % 2];
      const texts = TEXTS[name];
      if (texts !== undefined) return texts[place % texts.length];
      return cellOf(kind, dayBefore(first, -Math.floor(place / 3)), random);
    });
  });
  return { columns: columns.map(({ name }) => name), rows, rowCount };
}

function cellOf(kind: ColumnKind, day: string, random: () => number): string | undefined {
  const size = Math.floor(random() ** 3 * 4_000_000);
  switch (kind) {
    case "count":
      return String(size);
    case "number":
      return String(0.9 + size / 40_000_000);
    case "usd":
      return size % 7 === 0 ? undefined : String(size / 1_000_000);
    case "time":
      return `${day}T09:14:${String(size % 60).padStart(2, "0")}.120Z`;
    case "day":
      return day;
    case "text":
    case "texts":
      return size % 3 === 0 ? undefined : `word-${size}`;
  }
}

const STEPS = 184_201;
const POLLS = 8;
let polls = 0;
let job: ExportJob | undefined;

/** An export that takes eight looks; one of events finds no room on the disk. */
export function sampleExportJob(action: ExportAction): ExportJob {
  const id = action.do === "start" ? (job?.id ?? -1) + 1 : action.do === "find" ? (job?.id ?? 0) : action.id;
  const none = { id, of: undefined, done: 0, total: STEPS, rows: undefined, message: undefined, path: "" };
  if (action.do === "start") {
    const { request, format } = action;
    const days = request.from === undefined ? "all" : `${request.from}-to-${request.to}`;
    const path = `/home/ada/Downloads/prefixwatch-${request.subject}-${days}${format === "parquet" ? "" : `.${format}`}`;
    polls = 0;
    job = { ...none, of: { subject: request.subject, format }, state: "running", path };
    if (request.subject === "events")
      job = {
        ...job,
        state: "failed",
        message: `${path} cannot be written (ENOSPC: no space left on device, write).`,
      };
    return job;
  }
  if (job?.id !== id) return { ...none, state: "unknown" };
  if (job.state !== "running") return action.do === "find" ? { ...none, state: "unknown" } : job;
  if (action.do === "cancel") return (job = { ...job, state: "cancelled" });
  polls += 1;
  job = { ...job, done: Math.floor((STEPS * polls) / POLLS) };
  if (polls === POLLS) job = { ...job, state: "done", rows: 1204 };
  return job;
}
