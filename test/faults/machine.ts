import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "vitest";

/** `npm run test:faults` asks for all of it; the ordinary suite for as much as a commit can wait for. */
export const FULL = process.env["PREFIXWATCH_FAULTS"] === "full";

/** What a fault needs of the machine it is made on. */
export type Need = { readonly what: string; readonly met: () => boolean };

export const LINUX: Need = { what: "Linux", met: () => process.platform === "linux" };
export const ROOT: Need = { what: "root, to make the fault", met: () => process.getuid?.() === 0 };
export const STRACE: Need = {
  what: "strace, to make system calls fail (apt-get install strace)",
  met: () => runs("strace", "-qq", "-f", "-o", "/dev/null", "-e", "trace=none", "true"),
};
export const SETPRIV: Need = { what: "setpriv", met: () => existsSync("/usr/bin/setpriv") };
export const NAMESPACES: Need = {
  what: "user namespaces, for limits of our own",
  met: () => runs("unshare", "--user", "--map-root-user", "true"),
};

function runs(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/**
 * Skips a test whose fault cannot be made here, with the reason. Not on CI as root on Linux: there every fault can be
 * made, and a test that is left out there is left out everywhere.
 */
export function skipUnless(context: TestContext, ...needs: readonly Need[]): void {
  const missing = needs.filter(({ met }) => !met()).map(({ what }) => what);
  if (missing.length === 0) return;
  const reason = `SKIP: needs ${missing.join("; ")}`;
  if (process.env["CI"] === "true" && LINUX.met() && ROOT.met())
    throw new Error(`${reason}. CI runs as root and must not leave it out.`);
  context.skip(reason);
}

/** A small disk of its own below a folder of ours. Returns how to make it larger, and how to take it away. */
export function mountDisk(folder: string, size: string) {
  mount("-t", "tmpfs", "-o", `size=${size},mode=700`, "tmpfs", folder);
  return {
    resize: (to: string) => mount("-o", `remount,size=${to}`, folder),
    remove: () => {
      const { status, stderr } = spawnSync("umount", ["--lazy", folder], { encoding: "utf8" });
      if (status !== 0) throw new Error(stderr);
    },
  };
}

function mount(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("mount", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A folder that is gone after the test, whatever became of it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "prefixwatch-fault-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
