import { mkdirSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { randomNumbers } from "../faults/growing-logs.ts";
import { LINUX, mountDisk, ROOT, temporaryFolder } from "../faults/machine.ts";
import { keepEngine, type Sample } from "./kept-engine.ts";
import { growLogTree } from "./log-tree.ts";

// `npm run soak -- --minutes 30`: logs that change all the time under an engine that is killed, stopped and starved of
// disk, and now and then an independent count of everything. The last line says how it went.
const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = Number(values.minutes ?? 30);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

const BARRIER_EVERY_MS = 20_000;
const LONGEST_CATCH_UP_MS = 60_000;
const CHANGES_A_TICK = 3;
const TICK_MS = 20;
/** In the last part nothing is killed, so that a leak would show. */
const CALM_PART = 0.4;
const SAMPLE_EVERY_MS = 2_000;
/** Below it a slope is noise of the first minutes. */
const MINUTES_FOR_A_SLOPE = 5;
const MOST_GROWTH = 1024 * 1024;
const MOST_MORE_FILES = 10;

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
const engine = keepEngine(root, data);
const done = { kills: 0, restarts: 0, suspends: 0, fullDisks: 0, barriers: 0, equal: 0, longestCatchUp: 0 };
const samples: Sample[] = [];

const say = (line: string) => process.stdout.write(`${line}\n`);

const began = performance.now();
const end = began + minutes * 60_000;
const calmFrom = began + minutes * 60_000 * (1 - CALM_PART);
const isCalm = () => performance.now() > calmFrom;

async function disturb(): Promise<void> {
  const dice = random();
  if (dice < 0.55 && !isCalm()) {
    await engine.kill("SIGKILL");
    done.kills++;
    engine.start();
  } else if (dice < 0.65 && !isCalm()) {
    await engine.kill("SIGTERM");
    done.restarts++;
    engine.start();
  } else if (dice < 0.75) {
    done.suspends++;
    await engine.suspend(300 + random() * 1_500);
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

/** Everything stops; the engine must come to exactly what an independent count says. */
async function barrier(): Promise<void> {
  tree.settle();
  const truth = tree.truth();
  const from = performance.now();
  const isEqual = () => {
    const state = engine.state();
    if (state === undefined || state.notSaving !== undefined) return false;
    const { calls, ...tokens } = truth;
    return state.calls === calls && FIGURES.every((figure) => state.usage[figure] === tokens[figure]);
  };
  while (!isEqual() && performance.now() - from < LONGEST_CATCH_UP_MS) await wait(20);
  done.barriers++;
  if (isEqual()) done.equal++;
  else say(`NOT EQUAL: ${JSON.stringify({ truth, state: engine.state() })}`);
  done.longestCatchUp = Math.max(done.longestCatchUp, performance.now() - from);
  tree.noteCounted();
}

engine.start();
const sampler = setInterval(() => {
  const sample = isCalm() ? engine.memory() : undefined;
  if (sample !== undefined) samples.push(sample);
}, SAMPLE_EVERY_MS);
try {
  while (performance.now() < end) {
    const next = performance.now() + BARRIER_EVERY_MS;
    while (performance.now() < Math.min(next, end)) {
      await changing(100 + random() * 2_000);
      await disturb();
    }
    await barrier();
    say(
      `${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify({ ...done, ...tree.doings })}`,
    );
  }
  await engine.kill("SIGTERM");
  engine.start();
  // From the ledger alone, as the next morning.
  await barrier();
  await engine.kill("SIGTERM");
} finally {
  clearInterval(sampler);
  await engine.kill("SIGKILL");
  disk?.remove();
  folder.remove();
}

/** Bytes a minute, by least squares. */
function slopeOf(all: readonly Sample[]): number {
  const meanAt = mean(all.map(({ at }) => at));
  const meanRss = mean(all.map(({ rss }) => rss));
  const above = all.reduce((sum, { at, rss }) => sum + (at - meanAt) * (rss - meanRss), 0);
  const below = all.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return below === 0 ? 0 : (above / below) * 60_000;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(2)} MB`;
// The first of the calm minutes still warms up.
const settled = samples.filter(({ at }) => at > calmFrom + 60_000);
const slope = slopeOf(settled);
const files = settled.map((sample) => sample.files);
const calmMinutes = (end - calmFrom) / 60_000 - 1;
const peak = settled.length === 0 ? undefined : Math.max(...settled.map(({ rss }) => rss));
const isLong = calmMinutes >= MINUTES_FOR_A_SLOPE;
const leaks = isLong && (slope > MOST_GROWTH || Math.max(...files) - Math.min(...files) > MOST_MORE_FILES);
const passed = done.equal === done.barriers && engine.complaints.length === 0 && !leaks;
for (const complaint of engine.complaints) say(`COMPLAINT: ${complaint.slice(0, 2_000)}`);
say(
  [
    `soak: ${minutes} min, seed ${seed}`,
    `${tree.doings.calls} calls, ${tree.doings.copies} copies, ${tree.doings.deletions} deletions, ${tree.doings.cuts} cuts`,
    `${done.kills} kills, ${done.restarts} restarts, ${done.suspends} suspends, ${done.fullDisks} full disks`,
    `${done.equal} of ${done.barriers} barriers equal, longest catch-up ${(done.longestCatchUp / 1000).toFixed(1)} s`,
    isLong
      ? `memory ${megabytes(slope)} a minute over ${calmMinutes.toFixed(1)} min`
      : "too short for a slope of memory",
    peak === undefined ? "memory not measured" : `at most ${megabytes(peak)}`,
    files.length === 0
      ? "open files not measured"
      : `${Math.min(...files)} to ${Math.max(...files)} open files`,
    passed ? "PASSED" : "FAILED",
  ].join("; "),
);
process.exitCode = passed ? 0 : 1;
