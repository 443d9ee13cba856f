import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const CLI = join(import.meta.dirname, "..", "..", "dist", "cli.js");

/** The built `serve`, as a process of its own that can be looked at from outside. */
export type Served = {
  /** With the token, as it was printed. */
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export async function startServed(root: string, data: string): Promise<Served> {
  const args = [CLI, "serve", "--root", root, "--data", data, "--no-open", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const url = await printedUrl(child);
  const { pid } = child;
  if (pid === undefined) throw new Error("serve has no process");
  return {
    url,
    pid,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`serve ended with code ${code}`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /^Prefixwatch: (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

/** What a process has used up to now; `undefined` where there is no `/proc`. */
export type Usage = { readonly cpuMs: number; readonly residentBytes: number; readonly peakBytes: number };

/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick. */
const TICK_MS = 10;

export function usageOf(pid: number): Usage | undefined {
  if (process.platform !== "linux") return undefined;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
  // utime and stime are the 14th and 15th field of the line, the first two of which are cut off here.
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    residentBytes: bytes("VmRSS"),
    peakBytes: bytes("VmHWM"),
  };
}
