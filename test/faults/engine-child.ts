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
