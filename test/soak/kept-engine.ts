import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ChildState } from "../faults/engine-child.ts";

const RETRY_MS = 1_000;
const PROGRAM = join(import.meta.dirname, "../faults/engine-child.ts");

/** An engine in a process of its own that is killed and started again. */
export type KeptEngine = {
  readonly state: () => ChildState | undefined;
  readonly start: () => void;
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
  /** Stops it for a while without ending it, as a closed lid does. */
  readonly suspend: (ms: number) => Promise<void>;
  readonly memory: () => Sample | undefined;
  /** What it wrote to stderr, and deaths that nobody asked for. */
  readonly complaints: readonly string[];
};

export type Sample = { readonly at: number; readonly rss: number; readonly files: number };

export function keepEngine(root: string, data: string): KeptEngine {
  const complaints: string[] = [];
  let child: ChildProcess | undefined;
  let state: ChildState | undefined;
  let asked = false;

  function start(): void {
    const args = ["--disable-warning=ExperimentalWarning", PROGRAM, "--root", root, "--data", data];
    const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    asked = false;
    let refusal: string | undefined;
    state = undefined;
    createInterface({ input: started.stdout }).on("line", (line) => {
      const value = JSON.parse(line) as ChildState | { readonly problem: unknown };
      if ("problem" in value) refusal = line;
      else if (child === started) state = value;
    });
    started.stderr.on("data", (text: Buffer) => complaints.push(text.toString()));
    started.once("exit", (code, signal) => {
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
    memory: () => {
      if (child?.pid === undefined || process.platform !== "linux") return undefined;
      try {
        const pages = Number(readFileSync(`/proc/${child.pid}/statm`, "utf8").split(" ")[1]);
        const files = readdirSync(`/proc/${child.pid}/fd`).length;
        return { at: performance.now(), rss: pages * 4096, files };
      } catch {
        // It has just ended.
        return undefined;
      }
    },
  };
}
