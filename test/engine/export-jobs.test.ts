import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { namedRoot } from "../../electron/engine/discover.ts";
import { openExportJobs, type ExportJobs } from "../../electron/engine/export-jobs.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { NO_FILTER, type ExportAction, type ExportRequest } from "../../shared/question.ts";
import { sessionFilter } from "../../shared/usage/session-filter.ts";
import { drawLog } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

// Security checks S29, S30: docs/security.md.

const REQUEST: ExportRequest = {
  subject: "calls",
  hashProjects: false,
  filter: NO_FILTER,
  sessions: undefined,
  from: undefined,
  to: undefined,
  zone: "UTC",
};
const START: ExportAction = { do: "start", request: REQUEST, format: "csv" };

let bench: Workbench;
let downloads: string;
let jobs: ExportJobs;
beforeEach(() => {
  bench = workbench();
  const rows = Array.from(
    { length: 2_000 },
    (_, n) => `10:${String(n % 60).padStart(2, "0")}:00  msg_${n}  read ${n}  write 10`,
  );
  bench.write(drawLog(rows.join("\n")));
  bench.run();
  downloads = join(bench.data, "..", "Downloads");
  mkdirSync(downloads);
  vi.stubEnv("HOME", join(bench.data, ".."));
  vi.stubEnv("USERPROFILE", join(bench.data, ".."));
  const root = namedRoot(bench.root);
  if ("problem" in root) throw new Error(root.problem);
  jobs = openExportJobs(bench.data, [root]);
});
afterEach(async () => {
  await jobs.stop();
  vi.unstubAllEnvs();
  bench.clear();
});

async function ended(id: number) {
  const job = () => jobs.act({ do: "status", id });
  await expect.poll(() => job().state, { timeout: 20_000, interval: 5 }).not.toBe("running");
  return job();
}

test("an export runs beside everything else and ends in the downloads folder with every row", async () => {
  const started = jobs.act(START);
  expect(started).toMatchObject({ state: "running", path: join(downloads, "prefixwatch-calls-all.csv") });
  expect(await ended(started.id)).toMatchObject({ state: "done", rows: 2_000, message: undefined });
  expect(readFileSync(started.path, "utf8").trimEnd().split(/\r?\n/)).toHaveLength(2_001);
});

test("a second one takes another name, so nothing is ever overwritten", async () => {
  await ended(jobs.act(START).id);
  const second = jobs.act(START);
  expect(second.path).toBe(join(downloads, "prefixwatch-calls-all-2.csv"));
  expect(await ended(second.id)).toMatchObject({ state: "done" });
});

test("only one runs at a time", async () => {
  const first = jobs.act(START);
  expect(jobs.act(START)).toMatchObject({ state: "failed", message: "Another export is still running." });
  expect(await ended(first.id)).toMatchObject({ state: "done" });
});

test("a cancelled export leaves nothing behind", async () => {
  const { id, path } = jobs.act(START);
  jobs.act({ do: "cancel", id });
  expect(await ended(id)).toMatchObject({ state: "cancelled" });
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(downloads)).toEqual([]);
});

test("the preview is the first rows of the file, as text", async () => {
  const preview = jobs.preview(REQUEST);
  expect(preview.rowCount).toBe(2_000);
  expect(preview.rows).toHaveLength(20);
  const job = jobs.act(START);
  await ended(job.id);
  const [head = "", first = ""] = readFileSync(job.path, "utf8").split(/\r?\n/);
  expect(head.split(",")).toEqual(preview.columns);
  // The file guards what a spreadsheet could take for a formula (a project's name begins with a hyphen).
  const unguarded = first.split(",").map((cell) => cell.replace(/^'/, ""));
  expect(unguarded).toEqual(preview.rows[0]?.map((cell) => cell ?? ""));
});

test("a filter leaves the other calls out of the preview and the file", async () => {
  const only = { ...REQUEST, filter: { ...NO_FILTER, model: "claude-sonnet-5" } };
  expect(jobs.preview(only)).toMatchObject({ rowCount: 0, rows: [] });
  const own = { ...REQUEST, filter: { ...NO_FILTER, model: "claude-opus-5", lane: "main" } } as const;
  for (const subject of ["calls", "usage", "sessions"] as const) {
    expect(jobs.preview({ ...only, subject }).rowCount, subject).toBe(0);
    expect(jobs.preview({ ...own, subject }).rowCount, subject).toBeGreaterThan(0);
  }
  const job = jobs.act({ do: "start", request: own, format: "csv" });
  expect(await ended(job.id)).toMatchObject({ state: "done", rows: 2_000 });
});

test("the one that runs is found by whoever asks, and can be cancelled", async () => {
  expect(jobs.act({ do: "find" })).toMatchObject({ state: "unknown", of: undefined });
  const { id } = jobs.act(START);
  const found = jobs.act({ do: "find" });
  expect(found).toMatchObject({ id, state: "running", of: { subject: "calls", format: "csv" } });
  jobs.act({ do: "cancel", id: found.id });
  expect(await ended(id)).toMatchObject({ state: "cancelled" });
  expect(jobs.act({ do: "find" })).toMatchObject({ state: "unknown" });
});

test("sessions are exported as their page lists them: whole, with the calls of their other models", async () => {
  bench.write(
    drawLog(
      "10:00:00  msg_x1  read 1k  write 1k\n10:01:00  msg_x2  read 9k  write 1k  model claude-sonnet-5",
      { session: "s-mixed", prefix: "mixed" },
    ),
    "mixed.jsonl",
  );
  const ledger = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (ledger.kind !== "ledger-session") throw new Error(JSON.stringify(ledger));
  catchUp(ledger, () => undefined);
  const sessions = { project: undefined, model: "claude-sonnet-5", text: "MIXED parser" };
  const listed = ledger.queries.sessions().filter(sessionFilter(sessions));
  ledger.close();
  const preview = jobs.preview({ ...REQUEST, subject: "sessions", sessions });
  const cells = preview.rows.map((row) =>
    Object.fromEntries(preview.columns.map((name, at) => [name, row[at]])),
  );
  expect(cells.map(({ session, calls, cacheRead }) => [session, calls, cacheRead])).toEqual(
    listed.map(({ id, totals }) => [id, String(totals.calls), String(totals.usage.cacheRead)]),
  );
  expect(cells).toMatchObject([{ session: "s-mixed", calls: "2" }]);
  expect(jobs.preview({ ...REQUEST, subject: "calls", sessions }).rowCount).toBe(2);
  expect(jobs.preview({ ...REQUEST, subject: "usage", sessions }).rowCount).toBe(2);
});

test("a job that nobody started is unknown", () => {
  expect(jobs.act({ do: "status", id: 99 })).toMatchObject({ state: "unknown" });
});

test("where the user can be asked the file goes where they say, and may replace one that is there", async () => {
  const chosen = join(bench.data, "..", "may.csv");
  writeFileSync(chosen, "old");
  const asked: string[] = [];
  const root = namedRoot(bench.root);
  if ("problem" in root) throw new Error(root.problem);
  jobs = openExportJobs(bench.data, [root], (suggested) => {
    asked.push(suggested);
    return Promise.resolve(chosen);
  });
  const { id } = jobs.act(START);
  expect(await ended(id)).toMatchObject({ state: "done", path: chosen, rows: 2_000 });
  expect(asked).toEqual([join(downloads, "prefixwatch-calls-all.csv")]);
  expect(readFileSync(chosen, "utf8")).not.toContain("old");
  expect(readdirSync(downloads)).toEqual([]);
});

test("an export whose place the user does not choose is cancelled, and the next one can run", async () => {
  const root = namedRoot(bench.root);
  if ("problem" in root) throw new Error(root.problem);
  jobs = openExportJobs(bench.data, [root], () => Promise.resolve(undefined));
  expect((await ended(jobs.act(START).id)).state).toBe("cancelled");
  expect((await ended(jobs.act(START).id)).state).toBe("cancelled");
  expect(readdirSync(downloads)).toEqual([]);
});
