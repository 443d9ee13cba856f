import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { SingleBar } from "cli-progress";
import { ENGINE_OPTIONS, readEngineArguments, type EngineArguments } from "./engine-arguments.ts";
import { askLedger, sayNoLogs, sayProblem } from "./ledger-question.ts";
import { RANGE_OPTIONS, readRange, usageError } from "./range-arguments.ts";
import {
  openExporter,
  type ExportDone,
  type RowRequest,
  type ExportTarget,
} from "../engine/export/exporter.ts";
import { EXPORT_FORMATS, EXPORT_SUBJECTS } from "../../shared/question.ts";
import { defaultDataDir } from "../engine/ledger-session.ts";
import { counted, exactCount } from "../../shared/format.ts";

const OPTIONS = {
  ...ENGINE_OPTIONS,
  ...RANGE_OPTIONS,
  format: { type: "string", default: "csv" },
  what: { type: "string", default: "usage" },
  out: { type: "string" },
  "hash-projects": { type: "boolean", default: false },
  overwrite: { type: "boolean", default: false },
} as const;

/** The shell's word for "stopped by Ctrl-C". */
const STOPPED = 130;

/** Writes usage, calls, sessions or events into a file, or for Parquet into a folder. The exit code. */
export async function exportRows(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const subject = EXPORT_SUBJECTS.find((name) => name === values.what);
  if (subject === undefined)
    return usageError(`--what wants one of ${EXPORT_SUBJECTS.join(", ")}, not "${values.what}"`);
  const format = EXPORT_FORMATS.find((name) => name === values.format);
  if (format === undefined)
    return usageError(`--format wants one of ${EXPORT_FORMATS.join(", ")}, not "${values.format}"`);
  if (values.out === undefined || values.out === "")
    return usageError("--out wants the file to write, or for Parquet the folder");
  const range = readRange({ ...values, format: "csv" });
  if (typeof range === "number") return range;

  // Rows die young, but V8 lets 130 MB of them lie before it looks; a quarter of that does no harm.
  setFlagsFromString("--optimize-for-size");
  const options = readEngineArguments(args);
  const rootPaths: string[] = [];
  const code = askLedger(
    options,
    (answerer) => {
      rootPaths.push(...answerer.rootPaths);
      const isEmpty = answerer.walk?.files.length === 0 && answerer.queries.callCount() === 0;
      return isEmpty ? sayNoLogs(rootPaths) : 0;
    },
    { summaries: true },
  );
  if (code !== 0) return code;
  const request = { subject, range, hashProjects: values["hash-projects"] };
  return writeVisibly(options, rootPaths, request, { format, path: values.out, overwrite: values.overwrite });
}

async function writeVisibly(
  { dataDir = defaultDataDir() }: EngineArguments,
  rootPaths: readonly string[],
  request: RowRequest,
  target: ExportTarget,
): Promise<number> {
  const exporter = openExporter(
    dataDir,
    rootPaths.map((path) => ({ path, named: true })),
  );
  if (exporter.kind !== "exporter") return sayProblem(exporter);
  const stop = stopOnSignal();
  const bar = progressBar();
  try {
    const outcome = await exporter.write(request, target, { signal: stop.signal, onProgress: bar.show });
    bar.stop();
    switch (outcome.kind) {
      case "exported":
        process.stdout.write(doneText(outcome, target));
        return 0;
      case "cancelled":
        process.stderr.write("prefixwatch: stopped; nothing was written.\n");
        return STOPPED;
      case "export-problem":
        process.stderr.write(`prefixwatch: ${outcome.message}\n`);
        return 1;
    }
  } finally {
    bar.stop();
    stop.release();
    exporter.close();
  }
}

function doneText({ rows, files, path, machine }: ExportDone, { format }: ExportTarget): string {
  if (format !== "parquet") return `${counted(rows, "row")} in ${path}\n`;
  return `${counted(rows, "row")} in ${counted(files, "file")} below ${path}, as machine ${machine}\n`;
}

/** Raised by Ctrl-C and by the end of the terminal, so that what was begun can be taken away. */
function stopOnSignal() {
  const controller = new AbortController();
  const abort = () => controller.abort();
  // Not `once`: Ctrl-C comes twice, from the terminal and from the launcher.
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of names) process.on(name, abort);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, abort);
    },
  };
}

function progressBar() {
  // cli-progress itself stays silent where stderr is not a terminal.
  const bar = new SingleBar({
    stream: process.stderr,
    format: "Writing {bar} {done} of {all}",
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    show: (done: number, all: number) => {
      const texts = { done: exactCount(done), all: exactCount(all) };
      if (started) bar.update(done, texts);
      else if (all > 0) bar.start(all, done, texts);
      started ||= all > 0;
    },
    stop: () => bar.stop(),
  };
}
