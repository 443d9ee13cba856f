import { join } from "node:path";
import { ensureBuilt } from "./build.ts";
import { findDesktop } from "./desktop-binary.ts";
import { desktopEnv } from "./desktop-env.ts";
import { runProgram } from "./run-program.ts";

/** What `npm start`, `npm run cli` and `npm run build` do in a checkout. The exit code. */
export async function launch(root: string, args: readonly string[]): Promise<number> {
  await ensureBuilt(root);
  const cli = join(root, "dist", "cli.js");
  const [first, ...rest] = args;
  if (first === "--build") return 0;
  if (first === "--cli") return runProgram(process.execPath, [cli, ...rest]);

  const desktop = findDesktop(root, process);
  if (desktop.kind === "ready")
    return runProgram(desktop.executable, [root, ...args], desktopEnv(process.env));
  process.stderr.write(`In the browser, because ${desktop.why}.\n`);
  return runProgram(process.execPath, [cli, "serve", ...args]);
}
