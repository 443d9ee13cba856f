// How little `serve` costs when nothing happens and how late it is when much does. By hand:
//   node_modules/.bin/node test/bench/live.ts [--full] [--only idle|appends|bursts|input] [--input 4gb] [--write]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { goalsTable, markdownTable, time } from "./bench-text.ts";
import { within, type Delays } from "./delays.ts";
import { isMet, type Goal } from "./goals.ts";
import { keptTree } from "./kept-tree.ts";
import { appends, bursts, idle, inputDelays, steady, untilAtRest } from "./live-measures.ts";
import { otherWorkText } from "./other-work.ts";
import { liveLogs, writeQuietLogs } from "./live-tree.ts";
import { writeIfQuiet } from "./performance-page.ts";
import { startServed } from "./served.ts";
import { ensureBuilt } from "../../electron/command/build.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const LIVE_LOGS = 20;
const OPTIONS = {
  full: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  files: { type: "string", default: "5000" },
  idle: { type: "string" },
  seconds: { type: "string" },
  rate: { type: "string", default: "200" },
  input: { type: "string" },
  write: { type: "boolean", default: false },
} as const;

type Line = readonly string[];
/** `otherWork`: cores that others used while `serve` was at rest; `undefined` when that was not measured. */
type Found = { readonly lines: Line[]; readonly goals: Goal[]; otherWork: number | undefined };

const HEADS = ["Delay", "Median", "p99", "Longest", "Lost"];

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS, strict: true });
  const { only, full, input } = values;
  const wanted = (key: string) => only === undefined || only.includes(key);
  await ensureBuilt(ROOT);
  const home = mkdtempSync(join(tmpdir(), "prefixwatch-live-"));
  const found: Found = { lines: [], goals: [], otherWork: undefined };
  try {
    const seconds = Number(values.seconds ?? (full ? 60 : 20));
    const idleSeconds = Number(values.idle ?? (full ? 300 : 60));
    await watchTree(
      home,
      { files: Number(values.files), seconds, idleSeconds, rate: Number(values.rate), wanted },
      found,
    );
    if (input !== undefined && wanted("input")) await typeDuringScan(home, input, found);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const text = `${markdownTable(HEADS, found.lines)}\n${goalsTable(found.goals)}`;
  process.stdout.write(`${text}\n${otherWorkText(found.otherWork)}\n`);
  if (values.write) writeIfQuiet(ROOT, "live", text, found.otherWork);
  return found.goals.every((goal) => isMet(goal) !== false) ? 0 : 1;
}

type Wish = {
  readonly files: number;
  readonly seconds: number;
  readonly idleSeconds: number;
  readonly rate: number;
  readonly wanted: (key: string) => boolean;
};

async function watchTree(home: string, wish: Wish, found: Found): Promise<void> {
  const { files, seconds, idleSeconds, rate, wanted } = wish;
  const { lines, goals } = found;
  if (!["idle", "appends", "bursts"].some(wanted)) return;
  const [root, data] = [join(home, "logs"), join(home, "data")];
  say(`writing ${files} small logs`);
  mkdirSync(root);
  writeQuietLogs(root, files - LIVE_LOGS);
  const logs = liveLogs(root, LIVE_LOGS);
  const served = await startServed(root, data);
  try {
    await untilAtRest(data, files);
    if (wanted("idle")) {
      say(`idle for ${idleSeconds} s`);
      const rest = await idle(served, idleSeconds);
      found.otherWork = rest.otherWork;
      goals.push({
        text: `processor at rest, ${files} files watched, of one core`,
        atMost: 1,
        found: rest.percent,
        unit: "%",
      });
      goals.push({ text: "memory at rest", atMost: 150, found: megabytes(rest.residentBytes), unit: "MB" });
    }
    if (wanted("appends")) {
      say(`${rate} appends a second for ${seconds} s`);
      const load = await appends(served, data, logs, steady(rate, seconds, LIVE_LOGS), true);
      const { bare, parsed, shown = { sorted: [], lost: 0 }, cpuPercent } = load;
      say(
        `serve used ${cpuPercent === undefined ? "an unknown part" : `${Math.round(cpuPercent)} %`} of a core`,
      );
      const what = `${rate} appends a second over ${LIVE_LOGS} logs`;
      lines.push(
        line(`${what}: a bare watcher sees it`, bare),
        line("in the ledger", parsed),
        line("on the page", shown),
      );
      goals.push({ text: "append to ledger, p99", atMost: 100, found: within(parsed, 0.99), unit: "ms" });
      goals.push({ text: "append to the page, p99", atMost: 1000, found: within(shown, 0.99), unit: "ms" });
      goals.push({ text: "lines lost", atMost: 0, found: parsed.lost + shown.lost, unit: "lines" });
    }
    if (wanted("bursts")) {
      for (const gap of [3, 10]) {
        say(`bursts of three, ${gap} ms apart`);
        const { parsed } = await appends(served, data, logs, bursts(gap, seconds), false);
        lines.push(line(`three appends ${gap} ms apart: in the ledger`, parsed));
        goals.push({
          text: `latest line of bursts ${gap} ms apart`,
          atMost: 200,
          found: within(parsed, 1),
          unit: "ms",
        });
        goals.push({ text: "lines lost", atMost: 0, found: parsed.lost, unit: "lines" });
      }
    }
  } finally {
    await served.stop();
  }
}

async function typeDuringScan(home: string, size: string, { lines, goals }: Found): Promise<void> {
  const { root, truth } = keptTree(size, say);
  say(`keys pressed while ${size} is read for the first time`);
  const waited = await inputDelays(root, join(home, "scan-data"), truth.files);
  const all: Delays = { sorted: [...waited].sort((a, b) => a - b), lost: 0 };
  lines.push(line(`${waited.length} keys during the first scan of ${size}`, all));
  goals.push({
    text: `key to page during the first scan of ${size}, p99`,
    atMost: 100,
    found: within(all, 0.99),
    unit: "ms",
  });
}

function line(name: string, delays: Delays): Line {
  return [
    name,
    time(within(delays, 0.5)),
    time(within(delays, 0.99)),
    time(delays.sorted.at(-1)),
    String(delays.lost),
  ];
}

function megabytes(bytes: number | undefined): number | undefined {
  return bytes === undefined ? undefined : bytes / 1e6;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

process.exitCode = await main();
