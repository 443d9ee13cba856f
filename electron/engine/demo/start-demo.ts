import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEngine, type Engine } from "../engine.ts";
import type { LedgerProblem } from "../ledger-session.ts";
import { playDemo } from "./play.ts";

/** An engine of its own over made-up logs, all in a temporary folder that goes with it. */
export function startDemo(): Engine | LedgerProblem {
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-demo-"));
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const stopPlaying = playDemo(logs, Date.now());
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const engine = startEngine({ roots: [logs], dataDir: join(folder, "data") });
  if (engine.kind !== "engine") {
    stopPlaying();
    remove();
    return engine;
  }
  return {
    ...engine,
    stop: async () => {
      stopPlaying();
      await engine.stop();
      remove();
    },
  };
}
