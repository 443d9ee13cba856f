import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string };
};

/** One run of a program as a process of its own, from its start to its end. */
export type Measured = {
  readonly wallMs: number;
  /** User and system time of all its threads; `undefined` where there is no GNU time. */
  readonly cpuMs: number | undefined;
  readonly peakBytes: number | undefined;
  readonly stdout: string;
};

/** Node tells nothing of a child's time and memory; GNU time does, and costs about a millisecond. */
const TIME = "/usr/bin/time";

/** Throws when the program fails: a row of a run that failed would be the fastest of all. */
export function measure({ program, args, env }: Command): Measured {
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-run-"));
  const facts = join(folder, "facts");
  const command = existsSync(TIME)
    ? [TIME, "-o", facts, "-f", "%U %S %M", program, ...args]
    : [program, ...args];
  const [first = program, ...rest] = command;
  const begun = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(first, rest, {
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const wallMs = performance.now() - begun;
  try {
    if (error !== undefined) throw error;
    if (status !== 0)
      throw new Error(`${program} ${args.join(" ")} ended with ${status ?? signal}:\n${stderr}`);
    const told = existsSync(facts) ? readFileSync(facts, "utf8") : "";
    const [user, system, kibibytes] = told.trim().split(" ").map(Number);
    const hasFacts = user !== undefined && system !== undefined && kibibytes !== undefined;
    return {
      wallMs,
      cpuMs: hasFacts ? (user + system) * 1000 : undefined,
      peakBytes: hasFacts ? kibibytes * 1024 : undefined,
      stdout,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
