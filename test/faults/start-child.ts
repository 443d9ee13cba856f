import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";
import type { ChildState } from "./engine-child.ts";

const PROGRAM = join(import.meta.dirname, "engine-child.ts");

/** An engine behind other programs, which limit it, break its calls, or make it another user's. */
export type EngineChild = {
  /** The engine's own process or the outermost program before it. */
  readonly process: ChildProcess;
  readonly state: () => ChildState | undefined;
  /** All that it said, oldest first. */
  readonly states: readonly ChildState[];
  readonly errors: () => string;
  readonly until: (condition: (state: ChildState) => boolean, timeout?: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export function startChild(
  before: readonly string[],
  { root, data }: { readonly root: string; readonly data: string },
  env: NodeJS.ProcessEnv = {},
): EngineChild {
  const [program, ...args] = [
    ...before,
    process.execPath,
    "--disable-warning=ExperimentalWarning",
    PROGRAM,
    "--root",
    root,
    "--data",
    data,
  ];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const ended = once(child, "exit");
  const states: ChildState[] = [];
  let errors = "";
  createInterface({ input: child.stdout }).on("line", (line) => states.push(JSON.parse(line) as ChildState));
  child.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const isDead = () => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    state: () => states.at(-1),
    states,
    errors: () => errors,
    until: async (condition, timeout = 60_000) => {
      await expect
        .poll(
          () => {
            if (isDead()) throw new Error(`the engine ended with ${child.exitCode}: ${errors}`);
            const state = states.at(-1);
            return (state !== undefined && condition(state)) || JSON.stringify(state);
          },
          { timeout, interval: 20 },
        )
        .toBe(true);
    },
    stop: async () => {
      // strace and its like keep a signal to themselves.
      const { pid } = states.at(-1) ?? child;
      if (!isDead() && pid !== undefined) process.kill(pid, "SIGTERM");
      await ended;
    },
  };
}
