// A ledger of a million calls in 500 days, and how long its questions take. By hand:
//   node_modules/.bin/node test/bench/million-calls.ts
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerQuestion } from "../../electron/engine/answers.ts";
import { CALL_COLUMNS } from "../../electron/engine/call-row.ts";
import { openQueries } from "../../electron/engine/queries.ts";
import { scopeOf } from "../../electron/engine/scope.ts";
import { openStore } from "../../electron/engine/store.ts";
import type { Question } from "../../shared/question.ts";
import { FILL_BUCKETS } from "../fill-buckets.ts";

const CALLS = Number(process.env["CALLS"] ?? 1_000_000);
const CALLS_A_SESSION = 200;
const DAY = 86_400_000;
const BEGIN = Date.UTC(2025, 6, 1);
const MODELS = ["claude-opus-5", "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5"];

/** A data folder whose ledger holds the calls, as if each session's log had been below `root`. */
export function millionCalls(dataDir: string, root: string): void {
  const store = openStore(dataDir, { write: true });
  if (store.kind !== "store") throw new Error(JSON.stringify(store));
  const { db } = store;
  db.exec("BEGIN");
  const columnCount = db.prepare("PRAGMA table_info(file)").all().length;
  const addFile = db.prepare(
    `INSERT INTO file VALUES (?, ?, ?, NULL, '1', '1', 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 1${", NULL".repeat(columnCount - 18)})`,
  );
  for (let session = 0; session < CALLS / CALLS_A_SESSION; session++) {
    const project = `-home-dev-project-${session % 40}`;
    addFile.run(session + 1, `${root}/projects/${project}/session-${session}.jsonl`, project);
  }
  const columns = CALL_COLUMNS.split(",").map((column) => column.trim());
  const add = db.prepare(
    `INSERT INTO call (${CALL_COLUMNS}, owner, cost, cost_without_cache) VALUES (${columns.map(() => "?").join(", ")}, ?, ?, ?)`,
  );
  for (let n = 0; n < CALLS; n++)
    add.run(
      ...columns.map((column) => valueOf(column, n)),
      Math.floor(n / CALLS_A_SESSION) + 1,
      900_000 + (n % 977),
      9_000_000,
    );
  db.exec(
    "INSERT INTO sighting SELECT owner, id, id, CASE WHEN id % 200 <> 1 THEN id - 1 END, agent, at, at, 2 FROM call",
  );
  db.exec(FILL_BUCKETS);
  db.exec("COMMIT");
  store.close();
}

function valueOf(column: string, n: number): string | number | null {
  // A session is two hours of calls in one project, with agents beside; sessions follow each other in working hours.
  const session = Math.floor(n / CALLS_A_SESSION);
  const within = n % CALLS_A_SESSION;
  const begin = BEGIN + Math.floor(session / 10) * DAY + (8 + (session % 10)) * 3_600_000;
  const values: { readonly [column: string]: string | number | null } = {
    key: `msg_${n}`,
    message_id: `msg_${n}`,
    model: MODELS[n % 5 === 0 ? 3 : session % 3] ?? null,
    server_tools: 0,
    uncached: 2,
    read: 100_000 + (n % 50_000),
    write_5m: n % 3 === 0 ? 2_000 : 0,
    write_1h: n % 3 === 0 ? 0 : 2_000,
    write_unknown: 0,
    output: 300,
    precedence: 0,
    at: begin + within * Math.floor(7_200_000 / CALLS_A_SESSION),
    session: `session-${session}`,
    project: `-home-dev-project-${session % 40}`,
    lane: n % 5 === 0 ? "sub" : "main",
    version: `2.1.${200 + Math.floor((n / CALLS) * 100)}`,
    reason: null,
  };
  return values[column] ?? null;
}

function main(): void {
  const data = mkdtempSync(join(tmpdir(), "prefixwatch-million-"));
  const begun = performance.now();
  millionCalls(data, "/logs");
  say(`made in ${seconds(performance.now() - begun)}`);
  const opened = performance.now();
  const store = openStore(data, { write: true });
  if (store.kind !== "store") throw new Error(JSON.stringify(store));
  say(`opened and checked in ${milliseconds(performance.now() - opened)}`);
  const { db } = store;
  const rows = Number(db.prepare("SELECT count(*) AS n FROM bucket").get()?.["n"]);
  const size = Number(db.prepare("PRAGMA page_count").get()?.["page_count"]) * 4096;
  say(`${rows} buckets, ${Math.round(size / 1e6)} MB`);
  const scope = scopeOf([{ path: "/logs", named: true }]);
  const queries = openQueries(db, scope);
  const never = () => {
    throw new Error("not asked here");
  };
  const parts = {
    db,
    scope,
    queries,
    sources: never,
    verify: never,
    exports: { preview: never, act: never },
    settings: { read: never, save: never },
  };
  const filter = { project: undefined, model: undefined, lane: undefined };
  const zone = "Europe/Lisbon";
  const month = { from: "2026-10-01", to: "2026-10-31", zone };
  const year = { from: "2026-01-01", to: "2026-12-31", zone };
  const questions: readonly (readonly [string, Question])[] = [
    ["a month", { kind: "months", today: undefined, split: "kind", filter, ...month }],
    ["a month by model", { kind: "months", today: undefined, split: "model", filter, ...month }],
    [
      "a month of one project",
      {
        kind: "months",
        today: undefined,
        split: "kind",
        filter: { ...filter, project: "-home-dev-project-7" },
        ...month,
      },
    ],
    ["a year by project", { kind: "months", today: undefined, split: "project", filter, ...year }],
    [
      "everything by model",
      { kind: "months", today: undefined, split: "model", filter, from: undefined, to: undefined, zone },
    ],
    ["a year's calendar", { kind: "calendar", filter, ...year }],
    ["one day's sessions", { kind: "day", day: "2026-10-14", zone, filter }],
    ["invalidations of a month", { kind: "invalidations", ...month }],
  ];
  for (const [name, question] of questions) {
    const times = Array.from({ length: 5 }, () => {
      // What was worked out stays until the ledger changes.
      db.exec("UPDATE bucket SET calls = calls WHERE quarter = (SELECT min(quarter) FROM bucket)");
      const from = performance.now();
      void answerQuestion(parts, question);
      return performance.now() - from;
    }).sort((a, b) => a - b);
    say(
      `${name.padEnd(26)} first of five ${milliseconds(times.at(-1) ?? 0)}, median ${milliseconds(times[2] ?? 0)}`,
    );
  }
  say(`memory ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
  store.close();
  rmSync(data, { recursive: true });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)} ms`;
}

if (import.meta.main) main();
