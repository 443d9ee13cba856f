import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { CORPUS, hasCorpus, NEEDS_CORPUS, truth } from "../corpus.ts";

const KILLS = 100;

/** Small, seeded and good enough to spread kills and cuts. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test.skipIf(!hasCorpus)(
  `${KILLS} SIGKILLs while a growing tree is read lose nothing and count nothing twice ${NEEDS_CORPUS}`,
  { timeout: 240_000 },
  async () => {
    const home = mkdtempSync(join(tmpdir(), "prefixwatch-kill-"));
    const seed = Date.now() % 1_000_000;
    const random = randomNumbers(seed);
    const root = join(home, "logs");
    const args = [`--root=${root}`, `--data=${join(home, "data")}`];
    const logs = logsBelow(CORPUS).map((path) => ({
      target: join(root, relative(CORPUS, path)),
      bytes: readFileSync(path),
      written: 0,
    }));
    for (const { target } of logs) mkdirSync(dirname(target), { recursive: true });

    let inTime = 0;
    for (let kill = 1; kill <= KILLS; kill++) {
      for (const log of logs) {
        // Every log ends anywhere in a line; the last round is left for the undisturbed read below.
        const until = Math.floor(log.bytes.length * Math.min(1, (kill + random() - 0.5) / (KILLS + 1)));
        if (until > log.written) appendFileSync(log.target, log.bytes.subarray(log.written, until));
        log.written = Math.max(log.written, until);
      }
      const [node, cli] = COMMAND_LINE;
      const child = spawn(node, [cli, "report", ...args], { stdio: "ignore" });
      await wait(100 + random() * 250);
      if (child.exitCode === null) inTime++;
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
    for (const { target, bytes, written } of logs) appendFileSync(target, bytes.subarray(written));

    const { stdout } = runCommand(["report", "--format=json", ...args]);
    expect(JSON.parse(stdout), `seed ${seed}`).toMatchObject({ totals: truth().totals });
    const verified = runCommand(["verify", ...args]);
    expect({ code: verified.code, seed }).toEqual({ code: 0, seed });
    // Kills after the end prove nothing.
    expect(inTime).toBeGreaterThan(KILLS / 2);
    rmSync(home, { recursive: true, force: true });
  },
);

function logsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
    .map((entry) => join(entry.parentPath, entry.name));
}
