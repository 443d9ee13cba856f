// Our reading without the ledger, on two threads as in the product: every log to calls, joined over files. Prints the totals
// as the report does.
import { closeSync, openSync } from "node:fs";
import { namedRoot, walkRoots, type FoundFile } from "../../../electron/engine/discover.ts";
import { readAhead } from "../../../electron/engine/read-ahead.ts";
import type { LogReading } from "../../../electron/engine/read-log.ts";
import { readWhole, withCalls } from "../../../electron/engine/read-whole.ts";
import { joinCalls, type ApiCall } from "../../../shared/usage/api-call.ts";
import { addUsage, NO_USAGE } from "../../../shared/usage/token-usage.ts";

const root = namedRoot(process.argv[2] ?? "");
if ("problem" in root) throw new Error(root.problem);
const { files } = walkRoots([root]);
const ahead = readAhead(files);
const calls = new Map<string, ApiCall>();

function take({ calls: found }: LogReading): void {
  for (const { call } of found) {
    const known = calls.get(call.key);
    calls.set(call.key, known === undefined ? call : joinCalls(known, call));
  }
}

function readHere(file: FoundFile): void {
  const fd = openSync(file.path, "r");
  take(withCalls(readWhole(fd, file), file));
  closeSync(fd);
}

let place = 0;
for (;;) {
  const done = ahead?.next();
  const file = files[place];
  if (done?.read !== undefined) take(withCalls(done.read.reading, done.file));
  else if (done !== undefined) readHere(done.file);
  else if (file !== undefined) {
    place++;
    if (ahead?.claim(file) !== false) readHere(file);
  } else if (ahead?.isBusy() === true) ahead.wait();
  else break;
}
let usage = NO_USAGE;
for (const { figures } of calls.values()) usage = addUsage(usage, figures.usage);
process.stdout.write(JSON.stringify({ totals: { calls: calls.size, ...usage } }));
