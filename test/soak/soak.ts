import { mkdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { randomNumbers } from "../faults/growing-logs.ts";
import { LINUX, mountDisk, ROOT, temporaryFolder } from "../faults/machine.ts";
import { keepEngine, type KeptEngine } from "./kept-engine.ts";
import { growLogTree } from "./log-tree.ts";
import { judgeMemory, type Sample } from "./memory-rule.ts";

// `npm run soak -- --minutes 30`: logs that change all the time under two engines, and now and then an independent count
// of everything, to which both must come. One engine is killed and restarted from the first minute to the last; the other
// lasts. Both are suspended and starved of disk. After each count the one that lasts gives back what memory it can, and
// what it holds then must not grow (`memory-rule.ts`) from the time on at which nothing else does. The last line says how it
// went.
const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = Number(values.minutes ?? 30);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const BARRIER_EVERY_MS = 20_000;
const LONGEST_CATCH_UP_MS = 60_000;
const CHANGES_A_TICK = 3;
const TICK_MS = 20;
/** By then the logs have come to their full number and length, and the ledger is larger than SQLite's memory of it (8 MB). */
const WARM_UP_CALLS = 25_000;

const FIGURES = [
  "uncachedInput",
  "cacheRead",
  "cacheWrite5m",
  "cacheWrite1h",
  "cacheWriteUnknownTtl",
  "output",
] as const;

const folder = temporaryFolder();
const root = join(folder.path, "claude");
const data = join(folder.path, "data");
mkdirSync(join(root, "projects"), { recursive: true });
mkdirSync(data);
const disk = LINUX.met() && ROOT.met() ? mountDisk(data, "2g") : undefined;
const random = randomNumbers(seed);
const tree = growLogTree(root, join(folder.path, "graveyard"), random);
const killed = keepEngine(root, join(data, "killed"));
const lasting = keepEngine(root, join(data, "lasting"));
const engines = [killed, lasting];
const done = { kills: 0, restarts: 0, suspends: 0, fullDisks: 0, barriers: 0, equal: 0, longestCatchUp: 0 };
/** Of the time after the warm-up. */
const samples: Sample[] = [];

const say = (line: string) => process.stdout.write(`${line}\n`);

const began = performance.now();
const end = began + minutes * 60_000;

async function disturb(): Promise<void> {
  const dice = random();
  if (dice < 0.55) {
    await killed.kill("SIGKILL");
    done.kills++;
    killed.start();
  } else if (dice < 0.65) {
    await killed.kill("SIGTERM");
    done.restarts++;
    killed.start();
  } else if (dice < 0.75) {
    done.suspends++;
    const ms = 300 + random() * 1_500;
    await Promise.all(engines.map((engine) => engine.suspend(ms)));
  } else if (dice < 0.85 && disk !== undefined) {
    await fillDisk(disk.resize);
  }
}

async function fillDisk(resize: (to: string) => void): Promise<void> {
  const { blocks, bfree, bsize } = statfsSync(data);
  try {
    resize(String((blocks - bfree) * bsize + 16_384));
  } catch {
    // The engine has written more meanwhile than that; the next time will do.
    return;
  }
  done.fullDisks++;
  await changing(2_000 + random() * 2_000);
  resize("2g");
}

async function changing(ms: number): Promise<void> {
  for (const until = performance.now() + ms; performance.now() < until; await wait(TICK_MS)) {
    for (let n = 0; n < CHANGES_A_TICK; n++) tree.change();
  }
}

/** Everything stops; both engines must come to exactly what an independent count says. */
async function barrier(): Promise<void> {
  tree.settle();
  const truth = tree.truth();
  const from = performance.now();
  const isEqual = (engine: KeptEngine) => {
    const state = engine.state();
    if (state === undefined || state.notSaving !== undefined) return false;
    const { calls, ...tokens } = truth;
    return state.calls === calls && FIGURES.every((figure) => state.usage[figure] === tokens[figure]);
  };
  const areEqual = () => engines.every(isEqual);
  while (!areEqual() && performance.now() - from < LONGEST_CATCH_UP_MS) await wait(20);
  done.barriers++;
  if (areEqual()) {
    done.equal++;
    // Not otherwise: a call that one of them has not seen would be taken away from it.
    tree.noteCounted();
  } else say(`NOT EQUAL: ${JSON.stringify({ truth, killed: killed.state(), lasting: lasting.state() })}`);
  done.longestCatchUp = Math.max(done.longestCatchUp, performance.now() - from);
}

for (const engine of engines) engine.start();
try {
  while (performance.now() < end) {
    const next = performance.now() + BARRIER_EVERY_MS;
    while (performance.now() < Math.min(next, end)) {
      await changing(100 + random() * 2_000);
      await disturb();
    }
    await barrier();
    const sample = await lasting.measure();
    if (sample !== undefined && tree.doings.calls >= WARM_UP_CALLS) samples.push(sample);
    const seconds = Math.round((performance.now() - began) / 1000);
    say(`${seconds} s: ${JSON.stringify({ ...done, ...tree.doings, heap: sample?.heap, rss: sample?.rss })}`);
  }
  await Promise.all(engines.map((engine) => engine.kill("SIGTERM")));
  for (const engine of engines) engine.start();
  // From the ledger alone, as the next morning.
  await barrier();
  await Promise.all(engines.map((engine) => engine.kill("SIGTERM")));
} finally {
  await Promise.all(engines.map((engine) => engine.kill("SIGKILL")));
  disk?.remove();
  folder.remove();
}

const memory = judgeMemory(samples);
const complaints = engines.flatMap((engine) => engine.complaints);
const passed = done.equal === done.barriers && complaints.length === 0 && !memory.leaks;
for (const complaint of complaints) say(`COMPLAINT: ${complaint.slice(0, 2_000)}`);
say(
  [
    `soak: ${minutes} min, seed ${seed}`,
    `${tree.doings.calls} calls, ${tree.doings.copies} copies, ${tree.doings.deletions} deletions, ${tree.doings.cuts} cuts`,
    `${done.kills} kills, ${done.restarts} restarts, ${done.suspends} suspends, ${done.fullDisks} full disks`,
    `${done.equal} of ${done.barriers} barriers equal, longest catch-up ${(done.longestCatchUp / 1000).toFixed(1)} s`,
    memory.text,
    passed ? "PASSED" : "FAILED",
  ].join("; "),
);
process.exitCode = passed ? 0 : 1;
