import { DatabaseSync, StatementSync } from "node:sqlite";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";

/** Reads the logs below a folder into a ledger as every start does, and is killed by the system at its n-th statement. */
const [root = "", dataDir = "", statement = ""] = process.argv.slice(2);
let left = Number(statement);

function die(): void {
  if (--left > 0) return;
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Counts the calls of a method, dying before the one that is meant. */
function counted<T extends object>(prototype: T, name: keyof T): void {
  const method = prototype[name];
  if (typeof method !== "function") throw new Error(`${String(name)} is no method`);
  Object.defineProperty(prototype, name, {
    value(this: T, ...args: unknown[]): unknown {
      die();
      return Reflect.apply(method, this, args);
    },
  });
}

counted(DatabaseSync.prototype, "exec");
for (const name of ["run", "get", "all"] as const) counted(StatementSync.prototype, name);

const session = openLedgerSession({ roots: [root], dataDir });
if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
catchUp(session, () => undefined);
session.close();
