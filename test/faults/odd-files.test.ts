import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { drawLog } from "../transcript.ts";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { eventually, startLive, type LiveEngine } from "./live-engine.ts";
import { FULL, LINUX, ROOT, skipUnless, temporaryFolder } from "./machine.ts";

const MEGABYTE = 1024 * 1024;
/** Promise P7 of the reliability study; Node alone takes a tenth of it. */
const MOST_MEMORY = 512 * MEGABYTE;

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let data: string;
let project: string;
let logs: GrowingLogs;
let live: LiveEngine | undefined;
beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder.path, "claude");
  data = join(folder.path, "data");
  project = join(root, "projects", "-home-dev-0");
  logs = growingLogs(root, { logs: 6, callsEach: 20, random: randomNumbers(12) });
  logs.growTo(1);
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
  folder.remove();
});

const NOT_COUNTED = drawLog("10:00:00 msg_outside read 1k write 1k out 5");

/** Conservation: what is not in one of the classes would be missing silently. */
function expectExact(): void {
  const { totals, health } = runOnce(root, data);
  const truth = logs.truth();
  expect({ calls: totals.calls, output: totals.usage.output }).toEqual({
    calls: truth.calls,
    output: truth.output,
  });
  expect(health.counted + health.other + health.blank + health.damaged + health.pending).toBe(health.bytes);
}

test("a pipe and a device named like logs are left alone, and nothing waits for them", (context) => {
  skipUnless(context, LINUX, ROOT);
  expect(spawnSync("mkfifo", [join(project, "pipe.jsonl")]).status).toBe(0);
  expect(spawnSync("mknod", [join(project, "zero.jsonl"), "c", "1", "5"]).status).toBe(0);
  const { code } = runCommand(["report", "--root", root, "--data", data]);
  expect(code).toBe(0);
  expectExact();
});

test("links are not followed: not round in circles, not out of the folder, not to nothing", () => {
  const outside = join(folder.path, "outside");
  mkdirSync(outside);
  writeFileSync(join(outside, "secret.jsonl"), NOT_COUNTED);
  symlinkSync("..", join(project, "up"));
  symlinkSync(project, join(project, "self"));
  symlinkSync("a.jsonl", join(project, "b.jsonl"));
  symlinkSync("b.jsonl", join(project, "a.jsonl"));
  symlinkSync(outside, join(root, "projects", "-outside"));
  symlinkSync(join(outside, "secret.jsonl"), join(project, "secret.jsonl"));
  symlinkSync("/dev/zero", join(project, "zero.jsonl"));
  symlinkSync("nowhere", join(project, "dangling.jsonl"));
  expectExact();
});

test("a loop of links named as the folder of logs is refused in one sentence", () => {
  const loop = join(folder.path, "loop");
  symlinkSync("loop", loop);
  const { code, stderr } = runCommand(["report", "--root", loop, "--data", data]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^prefixwatch: \S+loop cannot be looked at \(ELOOP\)\. Check the path given with --root\.\n$/,
  );
});

test.skipIf(process.platform === "win32")(
  "a name that is no UTF-8 is shown as unreadable, not left out silently",
  (context) => {
    skipUnless(context, LINUX);
    const name = Buffer.concat([Buffer.from(`${project}/odd-`), Buffer.of(0xff), Buffer.from(".jsonl")]);
    writeFileSync(name, NOT_COUNTED);
    const { stdout } = runCommand(["doctor", "--root", root, "--data", data]);
    expect(stdout).toMatch(/^Unreadable .*: its name is not UTF-8; rename it$/m);
  },
);

/** A report as its own process, and the most memory it ever had, by the kernel's count. */
function measuredReport(): {
  readonly code: number | null;
  readonly stdout: string;
  readonly peakBytes: number;
} {
  // A worker thread says it too.
  const say = "process.on('exit', () => process.stderr.write(process.resourceUsage().maxRSS + '\\n'))";
  const [node, cli] = COMMAND_LINE;
  const args = ["--import", `data:text/javascript,${say}`, cli, "report", "--format=json"];
  const { status, stdout, stderr } = spawnSync(node, [...args, "--root", root, "--data", data], {
    encoding: "utf8",
  });
  return { code: status, stdout, peakBytes: Math.max(...stderr.trim().split("\n").map(Number)) * 1024 };
}

test("a line of 256 MiB is skipped and told, the lines around it count, and the memory stays small", () => {
  const path = join(project, "long.jsonl");
  const fd = openSync(path, "w");
  writeSync(fd, drawLog("10:00:00 msg_before read 1k write 1k out 5"));
  writeSync(fd, '{"type":"user","message":{"content":"');
  const piece = Buffer.alloc(MEGABYTE, "x");
  for (let n = 0; n < 256; n++) writeSync(fd, piece);
  writeSync(fd, '"}}\n');
  writeSync(fd, drawLog("10:00:10 msg_after read 2k write 1k out 7"));
  closeSync(fd);
  const { stdout, peakBytes } = measuredReport();
  const { calls } = logs.truth();
  expect(JSON.parse(stdout)).toMatchObject({ totals: { calls: calls + 2 } });
  expect(peakBytes).toBeLessThan(MOST_MEMORY);
  const { health } = runOnce(root, data);
  expect(health.damagedRecords).toBe(1);
  expect(health.damaged).toBeGreaterThan(256 * MEGABYTE);
  expect(health.counted + health.other + health.blank + health.damaged + health.pending).toBe(health.bytes);
});

test("a log of 1.1 GiB without a line end is pending, and is read in a small memory", (context) => {
  context.skip(!FULL, "SKIP: only in npm run test:faults, it takes seconds");
  const path = join(project, "sparse.jsonl");
  const fd = openSync(path, "w");
  ftruncateSync(fd, Math.floor(1.1 * 1024 * MEGABYTE));
  closeSync(fd);
  const { code, stdout, peakBytes } = measuredReport();
  expect(code).toBe(0);
  expect(peakBytes).toBeLessThan(MOST_MEMORY);
  expect(JSON.parse(stdout)).toMatchObject({ totals: logs.truth() });
  const { health } = runOnce(root, data);
  expect(health.pending + health.blank + health.damaged).toBeGreaterThan(1.09 * 1024 * MEGABYTE);
});

test("logs that shrink, vanish and come back while they are read cost no call that was ever whole", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 20 });
  const isExact = () => JSON.stringify(live?.counted()) === JSON.stringify(logs.truth());
  await eventually(isExact);
  const random = randomNumbers(77);
  for (let n = 0; n < 60; n++) {
    const path = logs.paths[Math.floor(random() * logs.paths.length)] ?? "";
    if (n % 3 === 0)
      appendFileSync(
        path,
        drawLog("12:00:00 msg read 1k write 1k out 3", { prefix: `late_${n}_` }).slice(0, -40),
      );
    if (n % 3 === 1) truncateSync(path, Math.floor(random() * 3000));
    if (n % 3 === 2) rmSync(path, { force: true });
    if (n % 3 === 2) writeFileSync(path, NOT_COUNTED.slice(0, Math.floor(random() * 300)));
    await new Promise((resolve) => setTimeout(resolve, random() * 15));
  }
  // Nothing that was added is a whole record, and nothing that was counted is taken away.
  expect(live.counted()).toEqual(logs.truth());
});

test("folders that are removed and made again while they are walked are an ordinary thing", async () => {
  live = startLive({ roots: [root], dataDir: data, walkEveryMs: 10 });
  const before = logs.truth();
  await eventually(() => JSON.stringify(live?.counted()) === JSON.stringify(before));
  const passing = join(root, "projects", "-passing");
  for (let n = 0; n < 40; n++) {
    mkdirSync(join(passing, "deep", "er"), { recursive: true });
    writeFileSync(
      join(passing, "deep", "er", `${n}.jsonl`),
      drawLog("10:00:00 msg read 1k write 1k out 1", { prefix: `p${n}_` }),
    );
    await new Promise((resolve) => setTimeout(resolve, n % 5));
    rmSync(dirname(join(passing, "deep")), { recursive: true, force: true });
  }
  await eventually(() => live?.overview()?.health.unreadable.length === 0);
  expect(live.counted()?.calls).toBeGreaterThanOrEqual(before.calls);
  expect(live.counted()?.calls).toBeLessThanOrEqual(before.calls + 40);
});
