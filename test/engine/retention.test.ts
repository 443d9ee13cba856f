import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { walkRoots } from "../../electron/engine/discover.ts";
import { retentionOf } from "../../electron/engine/retention.ts";
import { workbench, type Workbench } from "./workbench.ts";

const DAY = 86_400_000;

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

/** A log below `projects` that was written last so many days ago. */
function log(path: string, days: number): void {
  const whole = join(bench.root, "projects", path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, "");
  utimesSync(whole, new Date(), new Date(Date.now() - days * DAY));
}

function retention() {
  const roots = [{ path: join(bench.root, "projects"), named: false }];
  return retentionOf(roots, walkRoots(roots).files, Date.now());
}

test("sessions are counted that Claude Code will delete within a week, and not their agents' logs", () => {
  log("-home-dev-lab/one.jsonl", 25);
  log("-home-dev-lab/one/subagents/agent-a.jsonl", 25);
  log("-home-dev-lab/two.jsonl", 20);
  expect(retention()).toEqual({ days: 30, fromSettings: false, sessionsWithin7Days: 1 });
});

test("a project that is called after subagents is counted too", () => {
  log("-home-dev-subagents-lab/one.jsonl", 25);
  expect(retention().sessionsWithin7Days).toBe(1);
});

test("the days are those of Claude Code's own settings", () => {
  log("-home-dev-lab/one.jsonl", 25);
  writeFileSync(join(bench.root, "settings.json"), JSON.stringify({ cleanupPeriodDays: 365 }));
  expect(retention()).toEqual({ days: 365, fromSettings: true, sessionsWithin7Days: 0 });
});
