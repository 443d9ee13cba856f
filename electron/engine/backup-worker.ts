import { workerData } from "node:worker_threads";
import type { AsideData } from "./aside.ts";
import { backUpIfDue, type BackupTask } from "./backup.ts";

// The thread of `keepBackups`: to copy and check the ledger of a million calls takes seconds.
const { port, ...task } = workerData as AsideData<BackupTask>;
port.postMessage(backUpIfDue(task));
port.close();
