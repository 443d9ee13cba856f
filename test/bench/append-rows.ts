import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OwnBaseRow } from "./bench-text.ts";
import { within } from "./delays.ts";
import { appends, steady, untilAtRest } from "./live-measures.ts";
import { liveLogs, writeQuietLogs } from "./live-tree.ts";
import { startServed, usageOf } from "./served.ts";

const QUIET = 2000;
const LIVE = 20;

/** From an append to the ledger and to the page, at twenty a second, beside a bare watcher that sees the same appends. */
export async function appendRows(): Promise<readonly OwnBaseRow[]> {
  const home = mkdtempSync(join(tmpdir(), "prefixwatch-append-"));
  const [root, data] = [join(home, "logs"), join(home, "data")];
  mkdirSync(root);
  writeQuietLogs(root, QUIET);
  const logs = liveLogs(root, LIVE);
  const served = await startServed(root, data);
  try {
    await untilAtRest(data, QUIET + LIVE);
    const { bare, parsed, shown } = await appends(served, data, logs, steady(20, 15, LIVE), true);
    const peakBytes = usageOf(served.pid)?.peakBytes;
    const row = (name: string, found: typeof bare | undefined, share: number): OwnBaseRow => ({
      name: `${name}, ${share === 0.5 ? "median" : "p99"}`,
      ms: found === undefined ? undefined : within(found, share),
      baseMs: within(bare, share),
      peakBytes,
    });
    return [
      row("append to ledger", parsed, 0.5),
      row("append to ledger", parsed, 0.99),
      row("append to page", shown, 0.5),
      row("append to page", shown, 0.99),
    ];
  } finally {
    await served.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
