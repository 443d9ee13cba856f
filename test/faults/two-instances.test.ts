import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { runOnce } from "../engine/workbench.ts";
import { growingLogs, randomNumbers, type GrowingLogs } from "./growing-logs.ts";
import { FULL, temporaryFolder } from "./machine.ts";
import { startChild, type EngineChild } from "./start-child.ts";

const STARTS = FULL ? 10 : 4;
const ROUNDS = FULL ? 5 : 1;

let folder: ReturnType<typeof temporaryFolder>;
let place: { readonly root: string; readonly data: string };
let logs: GrowingLogs;
let children: EngineChild[] = [];
beforeEach(() => {
  folder = temporaryFolder();
  place = { root: join(folder.path, "claude"), data: join(folder.path, "data") };
  logs = growingLogs(place.root, { logs: 6, callsEach: 60, random: randomNumbers(6) });
});
afterEach(async () => {
  for (const child of children) await child.stop();
  children = [];
  folder.remove();
});

test(`of ${STARTS} servers started at once exactly one has the folder, the others say who and end with 3`, async () => {
  logs.growTo(1);
  for (let round = 0; round < ROUNDS; round++) {
    const [node, cli] = COMMAND_LINE;
    const args = [cli, "serve", "--no-open", "--root", place.root, "--data", place.data];
    const started = Array.from({ length: STARTS }, () =>
      spawn(node, args, { stdio: ["ignore", "pipe", "pipe"] }),
    );
    const ends = await Promise.all(
      started.map(async (child) => {
        const errors: string[] = [];
        child.stderr.on("data", (text: Buffer) => errors.push(text.toString()));
        const end = await Promise.race([
          once(child, "exit").then(([code]) => code as number),
          once(child.stdout, "data").then(() => "serving" as const),
        ]);
        return { end, errors: errors.join("") };
      }),
    );
    expect(ends.map(({ end }) => end).toSorted(byText)).toEqual([
      ...Array.from({ length: STARTS - 1 }, () => 3),
      "serving",
    ]);
    for (const { end, errors } of ends) {
      if (end === 3)
        expect(errors).toMatch(/^prefixwatch: another Prefixwatch.* already uses this data folder/);
    }
    // Killed, not ended: the system frees the folder all the same.
    await Promise.all(
      started.map(async (child) => {
        if (child.exitCode !== null) return;
        child.kill("SIGKILL");
        await once(child, "exit");
      }),
    );
  }
  expect(
    JSON.parse(runCommand(["report", "--format=json", "--root", place.root, "--data", place.data]).stdout),
  ).toMatchObject({
    totals: logs.truth(),
  });
});

test("commands beside an engine that writes answer from its commits, and everything counts once", async () => {
  logs.growTo(0.1);
  const child = startChild([], place);
  children.push(child);
  await child.until(({ phase }) => phase === "watching");
  for (let part = 2; part <= 10; part += 2) {
    logs.growTo(part / 10);
    const { code, stderr } = runCommand([
      "report",
      "--format=json",
      "--root",
      place.root,
      "--data",
      place.data,
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain("The logs are being read by another Prefixwatch");
  }
  const { calls } = logs.truth();
  await child.until((state) => state.calls === calls);
  await child.stop();
  expect(runOnce(place.root, place.data).totals.calls).toBe(calls);
});

test("when the engine that has the folder is killed the next one takes it at once", async () => {
  logs.growTo(0.5);
  const first = startChild([], place);
  await first.until(({ calls }) => calls > 0);
  first.process.kill("SIGKILL");
  await once(first.process, "exit");
  logs.growTo(1);
  const second = startChild([], place);
  children.push(second);
  const { calls } = logs.truth();
  await second.until((state) => state.calls === calls);
});

/** Numbers before words. */
function byText(a: number | string, b: number | string): number {
  return String(a) < String(b) ? -1 : 1;
}
