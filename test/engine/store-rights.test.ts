import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { workbench } from "./workbench.ts";

// Security check S13: docs/security.md.

test("the ledger is the user's own, also in a data folder that others may enter", (context) => {
  context.skip(process.platform === "win32", "Windows has other rights");
  const bench = workbench();
  mkdirSync(bench.data);
  chmodSync(bench.data, 0o755);
  bench.write(drawLog("10:00:00  msg_1  read 1k  write 1k"));
  bench.run();
  for (const name of readdirSync(bench.data).filter((entry) => entry.startsWith("ledger"))) {
    expect(statSync(join(bench.data, name)).mode & 0o077, name).toBe(0);
  }
  bench.clear();
});
