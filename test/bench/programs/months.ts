// Asks a ledger of a million calls what the Months page asks, each question beside the barest way to the same sums: one
// pass of SQL over the calls. Prints medians.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerQuestion } from "../../../electron/engine/answers.ts";
import { openQueries } from "../../../electron/engine/queries.ts";
import { scopeOf } from "../../../electron/engine/scope.ts";
import { openStore } from "../../../electron/engine/store.ts";
import type { Question } from "../../../shared/question.ts";
import { median } from "../measured-run.ts";
import { millionCalls } from "../million-calls.ts";

const ROUNDS = 7;
const filter = { project: undefined, model: undefined, lane: undefined };
const zone = "Europe/Lisbon";
const month = { from: "2026-10-01", to: "2026-10-31", zone };
const year = { from: "2026-01-01", to: "2026-12-31", zone };
const QUESTIONS: readonly {
  readonly name: string;
  readonly question: Question;
  readonly days: typeof month;
}[] = [
  {
    name: "Months: a month",
    question: { kind: "months", today: undefined, split: "kind", filter, ...month },
    days: month,
  },
  {
    name: "Months: a year by project",
    question: { kind: "months", today: undefined, split: "project", filter, ...year },
    days: year,
  },
  { name: "Months: a year's calendar", question: { kind: "calendar", filter, ...year }, days: year },
];

const data = mkdtempSync(join(tmpdir(), "prefixwatch-million-"));
try {
  millionCalls(data, "/logs");
  const store = openStore(data, { write: true });
  if (store.kind !== "store") throw new Error(JSON.stringify(store));
  const { db } = store;
  const never = () => {
    throw new Error("not asked here");
  };
  const scope = scopeOf([{ path: "/logs", named: true }]);
  const parts = {
    db,
    scope,
    queries: openQueries(db, scope),
    sources: never,
    verify: never,
    exports: { preview: never, act: never },
    settings: { read: never, save: never },
  };
  const bare = db.prepare(
    `SELECT date(at / 1000, 'unixepoch') AS day, project, sum(uncached), sum(read), sum(write_5m), sum(write_1h), sum(output)
     FROM call WHERE at >= ? AND at < ? GROUP BY day, project`,
  );
  const rows = QUESTIONS.map(({ name, question, days }) => {
    const own: number[] = [];
    const base: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      // What was worked out stays until the ledger changes: here it has, as beside a session.
      db.exec("UPDATE bucket SET calls = calls WHERE quarter = (SELECT min(quarter) FROM bucket)");
      own.push(timed(() => answerQuestion(parts, question)));
      base.push(timed(() => bare.all(Date.parse(days.from), Date.parse(days.to) + 86_400_000)));
    }
    return { name, ms: median(own), baseMs: median(base), peakBytes: process.memoryUsage().rss };
  });
  store.close();
  process.stdout.write(JSON.stringify(rows));
} finally {
  rmSync(data, { recursive: true });
}

function timed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
