#!/usr/bin/env node
import { join } from "node:path";
import { findDesktop } from "./command/desktop-binary.ts";
import { desktopEnv } from "./command/desktop-env.ts";
import { runProgram } from "./command/run-program.ts";
import packageFacts from "../package.json" with { type: "json" };

/** A command gets the arguments after its name and answers with the exit code. */
type Command = (args: readonly string[]) => number | Promise<number>;

const here = import.meta.dirname;

/** Loaded when they are asked for: to load all of them takes 60 ms (2026-11-21). */
const COMMANDS: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ["open", () => Promise.resolve(open)],
  ["serve", () => Promise.resolve(serveHere)],
  ["report", async () => (await import("./command/report.ts")).report],
  ["events", async () => (await import("./command/events.ts")).events],
  ["export", async () => (await import("./command/export.ts")).exportRows],
  ["import", async () => (await import("./command/import.ts")).importCommand],
  ["verify", async () => (await import("./command/verify.ts")).verify],
  ["doctor", async () => (await import("./command/doctor.ts")).doctor],
  ["compare-tokens", async () => (await import("./command/compare-tokens.ts")).compareTokens],
]);

const USAGE = `prefixwatch [open]     [--demo]   the desktop window where it can open, else the same in the browser
prefixwatch serve      [--port N] [--no-open] [--demo]   --demo begins with a made-up day
prefixwatch report     [--by month|week|day|session|project|model|cause] [--from D] [--to D] [--tz ZONE] [--format table|json|csv]
prefixwatch events     [--from D] [--to D] [--tz ZONE] [--format table|json|csv]
prefixwatch export     --out PATH [--what usage|calls|sessions|events] [--format csv|json|parquet] [--from D] [--to D] [--tz ZONE] [--hash-projects] [--overwrite]
prefixwatch import     FOLDER   reads older logs, or another machine's, into the history once
prefixwatch verify     counts the logs a second time in another way and compares
prefixwatch doctor     says what is read, from where, and what is in the way
prefixwatch compare-tokens --request FILE [--yes] [--keys NAME,NAME] [--base-url URL]
                       asks the API twice about one saved request and compares the counts; nothing is sent without --yes
Each takes [--root PATH]... (where the logs are: a folder or a file) and [--data DIR] (where the ledger is).
prefixwatch --version says which this is; --help, also after a command, prints these lines.
`;

async function open(args: readonly string[]): Promise<number> {
  const root = join(here, "..");
  const desktop = findDesktop(root, process);
  if (desktop.kind === "ready")
    return runProgram(desktop.executable, [root, ...args], desktopEnv(process.env));
  process.stderr.write(`In the browser, because ${desktop.why}.\n`);
  return serveHere(args);
}

async function serveHere(args: readonly string[]): Promise<number> {
  const { serve } = await import("./command/serve.ts");
  return serve(args, here);
}

/** Behind `--` stand names, also of a folder that is called `-h`. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

function help(): number {
  process.stdout.write(USAGE);
  return 0;
}

async function run(args: readonly string[]): Promise<number> {
  const [first = "open"] = args;
  if (first === "help") return help();
  if (first === "--version" || first === "-v") {
    process.stdout.write(`${packageFacts.version}\n`);
    return 0;
  }
  const name = first.startsWith("-") ? "open" : first;
  const load = COMMANDS.get(name);
  if (load === undefined) {
    process.stderr.write(`prefixwatch: no command "${name}"\n${USAGE}`);
    return 2;
  }
  if (asksForHelp(args)) return help();
  const command = await load();
  return command(name === first ? args.slice(1) : args);
}

// `prefixwatch report | head` closes the pipe when it has seen enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

try {
  // Not `exit`: a report that still flows into a pipe would be cut off.
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // A mistyped option is the user's to mend: one line. The rest is ours and comes with its stack.
  const isUsage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const text =
    error instanceof Error ? ((isUsage ? undefined : error.stack) ?? error.message) : String(error);
  process.stderr.write(`prefixwatch: ${text}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
