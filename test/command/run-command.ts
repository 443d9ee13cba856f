import { spawnSync } from "node:child_process";
import { join } from "node:path";

const CLI = join(import.meta.dirname, "..", "..", "dist", "cli.js");

export type Ran = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs the built command as a process of its own. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

export const COMMAND_LINE: readonly [string, string] = [process.execPath, CLI];
