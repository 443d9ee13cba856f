import { join } from "node:path";
import * as electron from "electron";
import { openArguments, readOpenArguments } from "./command/engine-arguments.ts";
import { readAssets } from "./host/read-assets.ts";
import { startShell } from "./shell/start-shell.ts";

// Desktop entry; the built files lie beside this one. Not awaited: Electron gets ready only after this module has run.
const here = import.meta.dirname;
const { isPackaged } = electron.app;

startShell(electron, {
  readAssets: () => readAssets(join(here, "renderer")),
  preload: join(here, "preload.cjs"),
  engineEntry: join(here, "engine-process.js"),
  engineArgs: openArguments(readOpenArguments(process.argv.slice(1))),
  env: process.env,
  devTools: !isPackaged,
  platform: process.platform,
  args: process.argv,
}).catch((error: unknown) => {
  process.stderr.write(
    `Prefixwatch: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  electron.app.exit(1);
});
