import { readFileSync } from "node:fs";
import { open } from "node:inspector";
import { createRequire, registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { application } from "./application.ts";
import { startBrowser } from "./browser.ts";
import * as electron from "./electron.ts";

// A double for Electron's program: it runs the built main.js on Node with a stand-in for the module "electron", and
// shows each window in an installed Chromium. It says the two lines that Playwright's `_electron.launch` waits for.
// What passes here holds for our shell's code, not for Electron's behaviour.

const args = process.argv.slice(2);
const folder = args.find((argument) => !argument.startsWith("-"));
if (folder === undefined) throw new Error("The folder of an application is missing");
const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { main: string };

// "Debugger listening on ws://…", on stderr.
if (args.some((argument) => argument.startsWith("--inspect"))) open(0, "127.0.0.1");

// As in Electron: the program itself, then everything after it.
process.argv = [process.argv[0] ?? "electron", ...args];
const standIn = new URL("electron.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => next(specifier === "electron" ? standIn : specifier, context),
});
// Playwright evaluates `require("electron")` in the debugger, whose own `require` knows nothing of the hook.
const requireOther = createRequire(import.meta.url);
Object.assign(globalThis, {
  require: (name: string): unknown => (name === "electron" ? electron : requireOther(name)),
});

await import(pathToFileURL(join(folder, main)).href);
if (!application.hasEnded) {
  // Ready only now: what the main module does first is to be in place before there is a page.
  application.becomeReady(await startBrowser(application.getPath("userData"), args));
}
