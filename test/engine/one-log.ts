import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";

/** A folder with the place of one log, which is not written yet, and a data folder. */
export type OneLog = {
  readonly log: string;
  readonly open: () => LedgerSession;
  readonly clear: () => void;
};

export function oneLog(): OneLog {
  const home = mkdtempSync(join(tmpdir(), "prefixwatch-"));
  const folder = join(home, "claude", "projects", "-home-dev-parser");
  mkdirSync(folder, { recursive: true });
  return {
    log: join(folder, "5e551011-0000-4000-8000-000000000001.jsonl"),
    open: () => {
      const session = openLedgerSession({ roots: [join(home, "claude")], dataDir: join(home, "data") });
      if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
      return session;
    },
    clear: () => rmSync(home, { recursive: true, force: true }),
  };
}
