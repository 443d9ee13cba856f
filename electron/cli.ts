#!/usr/bin/env node
import { join } from "node:path";
import { doctor } from "./command/doctor.ts";
import { events } from "./command/events.ts";
import { report } from "./command/report.ts";
import { verify } from "./command/verify.ts";
import { findDesktop } from "./command/desktop-binary.ts";
import { desktopEnv } from "./command/desktop-env.ts";
import { runProgram } from "./command/run-program.ts";
import { serve } from "./command/serve.ts";

/** A command gets the arguments after its name and answers with the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const here = import.meta.dirname;

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["open", open],
  ["serve", (args) => serve(args, here)],
  ["report", (args) => Promise.resolve(report(args))],
  ["events", (args) => Promise.resolve(events(args))],
  ["verify", (args) => Promise.resolve(verify(args))],
  ["doctor", (args) => Promise.resolve(doctor(args))],
]);

const USAGE = `prefixwatch [open]                      the desktop window if it can open here, else like serve
prefixwatch serve   [--port N] [--no-open]
prefixwatch report  [--by month|week|day|session|project|model|cause] [--from DAY] [--to DAY]
                    [--tz ZONE] [--format table|json|csv]
prefixwatch events  [--from DAY] [--to DAY] [--tz ZONE] [--format table|json|csv]
prefixwatch verify  counts the logs again with a second, independent reader
prefixwatch doctor  says what was found where, and what could not be read
Each takes  [--root DIR]... [--data DIR]
`;

async function open(args: readonly string[]): Promise<number> {
  const root = join(here, "..");
  const desktop = findDesktop(root, process);
  if (desktop.kind === "ready") return runProgram(desktop.executable, [root, ...args], desktopEnv(process.env));
  process.stderr.write(`In the browser, because ${desktop.why}.\n`);
  return serve(args, here);
}

async function run(args: readonly string[]): Promise<number> {
  const [first = "open"] = args;
  if (first === "--help" || first === "help") {
    process.stdout.write(USAGE);
    return 0;
  }
  const name = first.startsWith("-") ? "open" : first;
  const command = COMMANDS.get(name);
  if (command === undefined) {
    process.stderr.write(`prefixwatch: no command "${name}"\n${USAGE}`);
    return 2;
  }
  return command(name === first ? args.slice(1) : args);
}

run(process.argv.slice(2)).then(
  // Not `exit`: a report that still flows into a pipe would be cut off.
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // A mistyped option is the user's to mend: one line. The rest is ours and comes with its stack.
    const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
    const text = error instanceof Error ? ((isUsage ? undefined : error.stack) ?? error.message) : String(error);
    process.stderr.write(`prefixwatch: ${text}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
