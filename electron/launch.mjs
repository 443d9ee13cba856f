// Runs on whichever Node the system has, so it is plain JavaScript: it finds Node 24 and hands over.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE_LINE = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);

if (Number(process.versions.node.split(".")[0]) >= NODE_LINE) {
  const { launch } = await import("./command/launch.ts");
  try {
    process.exitCode = await launch(root, args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} else {
  process.exitCode = await handOver();
}

function handOver() {
  const node = ownNode();
  if (node === undefined || process.env.PREFIXWATCH_HANDED_OVER) {
    console.error(`Prefixwatch needs Node ${NODE_LINE} and this is ${process.version}.`);
    console.error(
      '"npm install" in its folder brings one along; otherwise install it from https://nodejs.org.',
    );
    return 1;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...args], {
    stdio: "inherit",
    env: { ...process.env, PREFIXWATCH_HANDED_OVER: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** The Node that npm installed with the project, for this platform. */
function ownNode() {
  const program = process.platform === "win32" ? "node.exe" : "node";
  const names = [`node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`];
  names.push(`node-bin-${process.platform}-${process.arch}`, "node");
  return names
    .map((name) => join(root, "node_modules", name, "bin", program))
    .find((path) => existsSync(path));
}
