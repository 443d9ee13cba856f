import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { LINUX } from "../faults/machine.ts";
import type { ChildMemory, ChildState } from "../faults/engine-child.ts";
import type { Sample } from "./memory-rule.ts";

const RETRY_MS = 1_000;
const PROGRAM = join(import.meta.dirname, "../faults/engine-child.ts");

/** An engine in a process of its own that may be killed and started again. */
export type KeptEngine = {
  readonly state: () => ChildState | undefined;
  readonly start: () => void;
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
  /** Stops it for a while without ending it, as a closed lid does. */
  readonly suspend: (ms: number) => Promise<void>;
  /** Makes it give back what it can and says what it holds then; `undefined` where that cannot be measured. */
  readonly measure: () => Promise<Sample | undefined>;
  /** What it wrote to stderr, and deaths that nobody asked for. */
  readonly complaints: readonly string[];
};

type Said = ChildState | { readonly problem: unknown } | { readonly memory: ChildMemory };

export function keepEngine(root: string, data: string): KeptEngine {
  const complaints: string[] = [];
  let child: ChildProcess | undefined;
  let state: ChildState | undefined;
  let asked = false;
  let tellMemory: (memory: ChildMemory | undefined) => void = () => undefined;

  function start(): void {
    const flags = ["--disable-warning=ExperimentalWarning", ...(LINUX.met() ? ["--expose-gc"] : [])];
    const args = [...flags, PROGRAM, "--root", root, "--data", data];
    const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    asked = false;
    let refusal: string | undefined;
    state = undefined;
    createInterface({ input: started.stdout }).on("line", (line) => {
      const value = JSON.parse(line) as Said;
      if ("problem" in value) refusal = line;
      else if ("memory" in value) tellMemory(value.memory);
      else if (child === started) state = value;
    });
    started.stderr.on("data", (text: Buffer) => complaints.push(text.toString()));
    started.once("exit", (code, signal) => {
      tellMemory(undefined);
      if (asked || child !== started) return;
      // Without room it cannot begin; the desktop window tries again just so.
      if (refusal?.includes("the disk is full") === true)
        setTimeout(() => child === started && start(), RETRY_MS);
      else complaints.push(`the engine ended by itself (${code ?? signal}) ${refusal ?? ""}`);
    });
  }

  return {
    complaints,
    start,
    state: () => state,
    kill: async (signal) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      asked = true;
      const end = once(child, "exit");
      child.kill(signal);
      await end;
    },
    suspend: async (ms) => {
      child?.kill("SIGSTOP");
      await new Promise((resolve) => setTimeout(resolve, ms));
      child?.kill("SIGCONT");
    },
    measure: async () => {
      if (!LINUX.met() || child?.pid === undefined || child.exitCode !== null) return undefined;
      const told = new Promise<ChildMemory | undefined>((resolve) => (tellMemory = resolve));
      child.kill("SIGUSR2");
      const memory = await told;
      if (memory === undefined) return undefined;
      const files = readdirSync(`/proc/${child.pid}/fd`).length;
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
      return { at: performance.now(), ...memory, peak, files };
    },
  };
}
