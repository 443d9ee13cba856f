import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { growingLogs, randomNumbers } from "./growing-logs.ts";
import { FULL, temporaryFolder } from "./machine.ts";

const KILLS = FULL ? 120 : 12;

test(`${KILLS} SIGKILLs while a growing tree is read lose nothing and count nothing twice`, async () => {
  const folder = temporaryFolder();
  const seed = Date.now() % 1_000_000;
  const random = randomNumbers(seed);
  const root = join(folder.path, "claude");
  const args = ["--root", root, "--data", join(folder.path, "data")];
  const logs = growingLogs(root, { logs: 24, callsEach: 500, random });

  let inTime = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    logs.growTo(kill / (KILLS + 1));
    const [node, cli] = COMMAND_LINE;
    const child = spawn(node, [cli, "report", ...args], { stdio: "ignore" });
    const end = once(child, "exit");
    await wait(60 + random() * 160);
    if (child.exitCode === null) inTime++;
    child.kill("SIGKILL");
    await end;
  }
  logs.growTo(1);

  const { stdout } = runCommand(["report", "--format=json", ...args]);
  expect(JSON.parse(stdout), `seed ${seed}`).toMatchObject({ totals: logs.truth() });
  expect({ code: runCommand(["verify", ...args]).code, seed }).toEqual({ code: 0, seed });
  // Kills after the end prove nothing.
  expect(inTime).toBeGreaterThan(KILLS / 2);
  folder.remove();
});
