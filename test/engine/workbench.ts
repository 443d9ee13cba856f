import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { usualBackups, type BackupPlan } from "../../electron/engine/backup.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerId } from "../../electron/engine/ledger-id.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import type { Totals, SourcesHealth } from "../../shared/feed.ts";

/** What one start of the program found, after reading everything new. */
export type Found = {
  readonly totals: Totals;
  readonly health: Pick<
    SourcesHealth,
    "files" | "filesGone" | "bytes" | "counted" | "other" | "blank" | "damaged" | "damagedRecords" | "pending"
  >;
  readonly causes: readonly string[];
  readonly sessions: readonly { readonly id: string; readonly calls: number; readonly sourceGone: boolean }[];
};

export type Workbench = {
  readonly root: string;
  readonly data: string;
  /** The path of a log below the root: `session.jsonl` in the one project. */
  readonly log: (name?: string) => string;
  readonly write: (text: string | Uint8Array, name?: string) => void;
  readonly append: (text: string | Uint8Array, name?: string) => void;
  /** Starts, reads what is new, answers and ends, as `report` does. */
  readonly run: () => Found;
  readonly clear: () => void;
};

/** Where the program makes backups of the ledger of a data folder, as long as nothing else is set. */
export function usualPlan(data: string): BackupPlan {
  const usual = usualBackups(data);
  return { ...usual, ledger: openLedgerId(data)(), usualFolder: usual.folder };
}

/** A folder of logs and a data folder of its own. */
export function workbench(): Workbench {
  const home = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  const root = join(home, "claude");
  const data = join(home, "data");
  const log = (name = "session.jsonl") => join(root, "projects", "-home-dev-parser", name);
  mkdirSync(dirname(log()), { recursive: true });
  return {
    root,
    data,
    log,
    write: (text, name) => {
      mkdirSync(dirname(log(name)), { recursive: true });
      writeFileSync(log(name), text);
    },
    append: (text, name) => appendFileSync(log(name), text),
    run: () => runOnce(root, data),
    clear: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Starts, reads what is new below the root, asks, and ends. */
export function askOnce<T>(root: string, data: string, question: (session: LedgerSession) => T): T {
  const session = openLedgerSession({ roots: [root], dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  try {
    catchUp(session, () => undefined);
    return question(session);
  } finally {
    session.close();
  }
}

export function runOnce(root: string, data: string): Found {
  return askOnce(root, data, ({ queries }) => ({
    totals: queries.report("month", { from: undefined, to: undefined, zone: "UTC" }).totals,
    health: queries.health(),
    causes: queries.events().map(({ callKey, cause }) => `${callKey} ${cause}`),
    sessions: queries
      .sessions()
      .map(({ id, totals, sourceGone }) => ({ id, calls: totals.calls, sourceGone })),
  }));
}

/** A conversation, and the same with a call more. */
export const TWO_CALLS = `
  10:00:00  msg_1  read 0    write 30k  in 3  out 20
  10:00:40  msg_2  read 30k  write 2k   in 1  out 9
`;
export const THREE_CALLS = `${TWO_CALLS}
  10:02:00  msg_3  read 32k  write 5k   in 1  out 7
`;
