import { join } from "node:path";
import { parseArgs } from "node:util";
import { startWithDemo } from "../engine/demo/with-demo.ts";
import { startHost } from "../host/host.ts";
import { readAssets } from "../host/read-assets.ts";
import { ENGINE_OPTIONS, readOpenArguments } from "./engine-arguments.ts";
import { sayProblem } from "./ledger-question.ts";
import { openBrowser } from "./open-browser.ts";
import { usageError } from "./range-arguments.ts";
import type { DurationMs } from "../../shared/units.ts";

const OPTIONS = {
  ...ENGINE_OPTIONS,
  port: { type: "string" },
  "no-open": { type: "boolean" },
  demo: { type: "boolean" },
} as const;

const LONGEST_END: DurationMs = 5000;

/** Serves the dashboard to a browser of this machine until it is told to end. The exit code. */
export async function serve(args: readonly string[], here: string): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const port = readPort(values.port);
  if (port === undefined) return usageError(`--port wants a number from 0 to 65535, not "${values.port}"`);

  const assets = await readAssets(join(here, "renderer"));
  const engine = startWithDemo(readOpenArguments(args));
  if (engine.kind !== "engine") return sayProblem(engine);
  const host = await startHost({ bridge: engine.bridge, assets, port });
  if (host.kind !== "listening") {
    await engine.stop();
    if (host.kind === "port-taken")
      return fail(`port ${port} is in use; leave out --port to take any free one`);
    return fail(`the system does not allow port ${port}; leave out --port to take any free one`);
  }

  engine.announce(host.url);
  process.stdout.write(`Prefixwatch: ${host.url}\n`);
  const closeOpener = values["no-open"] === true ? undefined : await openBrowser(host.url);
  await toldToEnd();
  await closeOpener?.();
  await host.stop();
  await engine.stop();
  return 0;
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : undefined;
}

function fail(reason: string): number {
  process.stderr.write(`prefixwatch serve: ${reason}\n`);
  return 1;
}

/** Later signals change nothing: Ctrl-C comes twice, from the terminal and from the launcher. */
function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(name, () => {
        resolve();
        // The ledger is safe at any moment; a user who waits is not served by patience.
        setTimeout(() => process.exit(1), LONGEST_END).unref();
      });
  });
}
