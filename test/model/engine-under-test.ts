import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { IS_ROOT, NOBODY } from "./log-tree.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession, type LedgerSession } from "../../electron/engine/ledger-session.ts";
import { numberOf, textOf, type Row } from "../../electron/engine/row.ts";

/** What stands in the ledger: by day, model and project, the calls and the six kinds of tokens. */
export type Stored = {
  readonly rows: readonly (readonly (string | number)[])[];
  /** The same out of the sums that the pages are made from. */
  readonly sums: Stored["rows"];
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly offset: number;
    readonly told: number;
    readonly damagedRecords: number;
  }[];
  /** Calls that stand beyond the offset up to which their log is said to be read. */
  readonly ahead: number;
  readonly integrity: string;
};

const TOKENS = ["uncached", "read", "write_5m", "write_1h", "write_unknown", "output"];

/** The engine, as a process of its own right would run it: it is started, ended and killed. */
export function engineUnderTest(root: string, data: string) {
  let session: LedgerSession | undefined;

  function running(): LedgerSession {
    if (session !== undefined) return session;
    const opened = openLedgerSession({ roots: [root], dataDir: data });
    if (opened.kind !== "ledger-session") throw new Error(JSON.stringify(opened));
    session = opened;
    return opened;
  }

  /** Reads what is new. What could not be read, and how many rows were written for it. */
  function scan(): { readonly unreadable: readonly string[]; readonly writes: number } {
    return asNobody(() => {
      const { scanner, answerParts } = running();
      const before = writesOf(answerParts.db);
      catchUp(running(), () => undefined);
      return { unreadable: [...scanner.unreadable.keys()], writes: writesOf(answerParts.db) - before };
    });
  }

  function stop(): void {
    asNobody(() => session?.close());
    session = undefined;
  }

  /** Reads in a process of its own, which the system kills at its n-th statement. Whether it came so far. */
  function killAt(statement: number): boolean {
    stop();
    const child = join(import.meta.dirname, "engine-child.ts");
    const user = IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {};
    const ran = spawnSync(process.execPath, [child, root, data, String(statement)], {
      encoding: "utf8",
      ...user,
    });
    if (ran.signal !== "SIGKILL" && ran.status !== 0) throw new Error(ran.stderr);
    return ran.signal === "SIGKILL";
  }

  /** `undefined` before the ledger has its tables. */
  function stored(): Stored | undefined {
    return asNobody(() => {
      const db = new DatabaseSync(join(data, "ledger.sqlite"));
      try {
        return numberOf(db.prepare("PRAGMA user_version").get() ?? {}, "user_version") === 0
          ? undefined
          : look(db);
      } finally {
        db.close();
      }
    });
  }

  return { scan, stop, killAt, stored };
}

function look(db: DatabaseSync): Stored {
  const sums = TOKENS.map((name) => `sum(${name}) AS ${name}`).join(", ");
  const grouped = (day: string, calls: string, table: string) =>
    db
      .prepare(
        `SELECT ${day} AS day, model, project, ${calls} AS calls, ${sums} FROM ${table} GROUP BY day, model, project ` +
          `HAVING ${calls} > 0 ORDER BY day, model, project`,
      )
      .all()
      .map((row) => Object.values(row) as (string | number)[]);
  return {
    rows: grouped("date(at / 1000, 'unixepoch')", "count(*)", "call"),
    sums: grouped("date(quarter * 900, 'unixepoch')", "sum(calls)", "bucket"),
    files: db
      .prepare(
        "SELECT *, counted + other + blank + damaged AS told FROM file WHERE gone_at IS NULL ORDER BY path",
      )
      .all()
      .map(storedFile),
    ahead: numberOf(
      db
        .prepare(
          "SELECT count(*) AS calls FROM sighting s JOIN file f ON f.id = s.file " +
            "WHERE s.place >= f.offset AND f.gone_at IS NULL",
        )
        .get() ?? {},
      "calls",
    ),
    integrity: textOf(db.prepare("PRAGMA integrity_check").get() ?? {}, "integrity_check"),
  };
}

function storedFile(row: Row): Stored["files"][number] {
  const { path, size, offset, told, damaged } = {
    path: textOf(row, "path"),
    size: numberOf(row, "size"),
    offset: numberOf(row, "offset"),
    told: numberOf(row, "told"),
    damaged: numberOf(row, "damaged_records"),
  };
  return { path, size, offset, told, damagedRecords: damaged };
}

function writesOf(db: DatabaseSync): number {
  return numberOf(db.prepare("SELECT total_changes() AS writes").get() ?? {}, "writes");
}

/** Root may read what is shut, so the engine runs as somebody who may not. */
function asNobody<T>(work: () => T): T {
  if (!IS_ROOT) return work();
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
