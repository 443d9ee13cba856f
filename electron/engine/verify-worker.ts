import { DatabaseSync } from "node:sqlite";
import { workerData } from "node:worker_threads";
import type { AsideData } from "./aside.ts";
import { openQueries } from "./queries.ts";
import { numberOf, textOf } from "./row.ts";
import { scopeOf } from "./scope.ts";
import { mayBeRead } from "./tail.ts";
import type { VerifyTask } from "./verify-aside.ts";
import { verifyLedger } from "./verify.ts";

// The thread of `openVerifier`: holds the ledger as it was at one moment against what its logs held at that moment,
// however they grow meanwhile.
const { storePath, roots, scopeRoots, port } = workerData as AsideData<VerifyTask>;
const db = new DatabaseSync(storePath, { readOnly: true });
// One transaction: what is committed later is not seen.
db.exec("BEGIN");
const { where, values } = scopeOf(roots).files;
const logs = db
  .prepare(`SELECT f.path, f.size FROM file f WHERE f.gone_at IS NULL AND ${where}`)
  .all(...values)
  .map((row) => [textOf(row, "path"), numberOf(row, "size")] as const)
  .filter(([path]) => mayBeRead(path));
const paths = logs.map(([path]) => path);
port.postMessage(verifyLedger(openQueries(db, scopeOf(scopeRoots)), paths, new Map(logs)));
db.close();
port.close();
