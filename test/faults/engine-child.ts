import { parseArgs } from "node:util";
import { startEngine } from "../../electron/engine/engine.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";

// An engine in a process of its own, for faults that a whole process suffers. Each message of its feed is one line.
const { values } = parseArgs({ options: { root: { type: "string" }, data: { type: "string" } } });
const engine = startEngine({
  roots: values.root === undefined ? undefined : [values.root],
  dataDir: values.data,
  walkEveryMs: 200,
});

if (engine.kind === "engine") {
  let overview: Overview | undefined;
  engine.bridge.connect((event) => {
    if (event.kind !== "feed") return;
    overview = applyFeed(overview, event.message);
    if (overview !== undefined) say(stateOf(overview));
  });
  process.once("SIGTERM", () => void engine.stop());
  // Only with `--expose-gc`, and not on Windows, which has no such signal.
  const { gc } = globalThis;
  if (gc !== undefined) process.on("SIGUSR2", () => say({ memory: memoryHeld(gc) }));
} else {
  say({ problem: engine });
  process.exitCode = 1;
}

export type ChildState = {
  /** Of the engine itself, whatever program it was started by. */
  readonly pid: number;
  readonly calls: number;
  readonly output: number;
  readonly usage: Overview["totals"]["usage"];
  readonly phase: string;
  readonly watcher: string;
  readonly notSaving: string | undefined;
  readonly unreadable: Overview["health"]["unreadable"];
  readonly filesGone: number;
};

/** Bytes that the program needs: what is left once all that can be given back was. */
export type ChildMemory = { readonly rss: number; readonly heap: number };

/**
 * Without it V8 keeps the pages of its garbage for garbage to come: of 174 MB that a program had after an ordinary
 * collection it gave 107 back (Node 24, 2026-11-21).
 */
function memoryHeld(gc: NodeJS.GCFunction): ChildMemory {
  gc({ type: "major", execution: "sync", flavor: "last-resort" });
  const { rss, heapUsed, external } = process.memoryUsage();
  // Typed arrays lie outside.
  return { rss, heap: heapUsed + external };
}

function stateOf({ totals, scan, health }: Overview): ChildState {
  const { watcher, unreadable, filesGone, notSaving } = health;
  return {
    pid: process.pid,
    calls: totals.calls,
    output: totals.usage.output,
    usage: totals.usage,
    phase: scan.phase,
    watcher,
    notSaving: notSaving?.reason,
    unreadable,
    filesGone,
  };
}

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
