import { SingleBar } from "cli-progress";
import { catchUp } from "../engine/catch-up.ts";
import type { Walk } from "../engine/discover.ts";
import {
  openCommitted,
  openLedgerSession,
  type LedgerOptions,
  type LedgerProblem,
} from "../engine/ledger-session.ts";
import { restoredText, unreadableText } from "../engine/notices.ts";
import type { Queries } from "../engine/queries.ts";
import { storeFailureOf } from "../engine/store-failure.ts";
import { printable } from "./printable.ts";
import { bytesText } from "../../shared/format.ts";

const DAY_MS = 86_400_000;

/** What a question gets: the ledger brought up to date, or what the running instance has committed. */
export type Answerer = {
  readonly queries: Queries;
  /** The walk just made; `undefined` when another instance is the one that reads. */
  readonly walk: Walk | undefined;
  readonly rootPaths: readonly string[];
};

/**
 * Answers a question from the ledger, after reading what is new in the logs. While another instance holds the data
 * folder its last commit is asked instead, and said so. The exit code; 1 also where no log could be read and
 * nothing was known before.
 */
export function askLedger(
  options: LedgerOptions,
  answer: (answerer: Answerer) => number,
  wanted: { readonly summaries: boolean } = { summaries: false },
): number {
  const session = openLedgerSession(options);
  if (session.kind === "other-instance") return askCommitted(options, session.pid, answer);
  if (session.kind !== "ledger-session") return sayProblem(session);
  if (session.priceProblem !== undefined) process.stderr.write(`prefixwatch: ${session.priceProblem}\n`);
  for (const { text } of session.settings.notices()) process.stderr.write(`prefixwatch: ${text}\n`);
  if (session.restored !== undefined)
    process.stderr.write(`prefixwatch: ${restoredText(session.restored)}\n`);
  try {
    const rootPaths = session.roots.map(({ path }) => path);
    const walk = catchUpVisibly(session, wanted);
    // What a ledger holds on its first day is still in the logs.
    const noBackup = Date.now() - session.run.firstAt > DAY_MS ? session.backUp() : undefined;
    if (noBackup !== undefined) process.stderr.write(`prefixwatch: ${noBackup.message}\n`);
    const { unreadable } = walk;
    if (unreadable.length > 0)
      process.stderr.write(`prefixwatch: ${printable(unreadableText(unreadable))}\n`);
    const code = answer({ queries: session.queries, walk, rootPaths });
    return code === 0 && isAllUnreadable(walk) && session.queries.callCount() === 0 ? 1 : code;
  } catch (error) {
    return sayFailure(error, session.dataDir);
  } finally {
    session.close();
  }
}

function isAllUnreadable({ files, unreadable }: Walk): boolean {
  const refused = new Set(unreadable.map(({ path }) => path));
  return refused.size > 0 && files.every(({ path }) => refused.has(path));
}

/** What had been saved before the ledger failed stays, and a later call goes on from there. The exit code. */
export function sayFailure(error: unknown, dataDir: string): number {
  const failure = storeFailureOf(error);
  if (failure === undefined) throw error;
  const text =
    failure.kind === "damaged"
      ? "it is damaged. Run this again: it is then put aside, and a backup takes its place."
      : `${failure.reason}. ${failure.nextStep}`;
  process.stderr.write(`prefixwatch: the ledger in ${dataDir} failed: ${text}\n`);
  return 1;
}

function askCommitted(
  options: LedgerOptions,
  pid: number | undefined,
  answer: (answerer: Answerer) => number,
): number {
  const committed = openCommitted(options);
  if (committed.kind !== "committed") return sayProblem(committed);
  const holder = pid === undefined ? "another Prefixwatch" : `another Prefixwatch (process ${pid})`;
  process.stderr.write(`The logs are being read by ${holder}; these are its figures up to now.\n`);
  try {
    const rootPaths = committed.roots.map(({ path }) => path);
    return answer({ queries: committed.queries, walk: undefined, rootPaths });
  } finally {
    committed.close();
  }
}

/** Says on stderr what is wrong and what to do. The exit code: 3 when another instance is in the way, else 1. */
export function sayProblem(problem: LedgerProblem): number {
  switch (problem.kind) {
    case "store-problem":
    case "root-problem":
      process.stderr.write(`prefixwatch: ${problem.message}\n`);
      return 1;
    case "other-instance": {
      const who = problem.pid === undefined ? "" : ` (process ${problem.pid})`;
      const where = problem.address === undefined ? "" : ` Open it at ${problem.address}`;
      process.stderr.write(
        `prefixwatch: another Prefixwatch${who} already uses this data folder.${where}\n` +
          "To run a second one, give it a folder of its own with --data.\n",
      );
      return 3;
    }
  }
}

/** Says where logs were looked for when there are none. The exit code. */
export function sayNoLogs(rootPaths: readonly string[]): number {
  process.stderr.write(
    `prefixwatch: no Claude Code logs found. Looked for *.jsonl in:\n${rootPaths.map((path) => `  ${path}\n`).join("")}` +
      "Use Claude Code once, or name the folder with --root.\n",
  );
  return 1;
}

function catchUpVisibly(
  session: Parameters<typeof catchUp>[0],
  wanted: { readonly summaries: boolean },
): Walk {
  // cli-progress itself stays silent where stderr is not a terminal.
  const bar = new SingleBar({
    stream: process.stderr,
    format: "Reading logs {bar} {done} of {all}",
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  const walk = catchUp(
    session,
    (done, all) => {
      const texts = { done: bytesText(done), all: bytesText(all) };
      if (started) bar.update(done, texts);
      else if (all > 0) bar.start(all, done, texts);
      started ||= all > 0;
    },
    wanted,
  );
  bar.stop();
  return walk;
}
