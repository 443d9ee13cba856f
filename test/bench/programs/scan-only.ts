// Our reading without the ledger: every log to calls, joined over files. Prints the totals as the report does.
import { closeSync, openSync } from "node:fs";
import { namedRoot, walkRoots } from "../../../electron/engine/discover.ts";
import { readLog } from "../../../electron/engine/read-log.ts";
import { joinCalls, type ApiCall } from "../../../shared/usage/api-call.ts";
import { addUsage, NO_USAGE } from "../../../shared/usage/token-usage.ts";

const root = namedRoot(process.argv[2] ?? "");
if ("problem" in root) throw new Error(root.problem);
const calls = new Map<string, ApiCall>();
for (const file of walkRoots([root]).files) {
  const fd = openSync(file.path, "r");
  const { reading } = readLog(fd, file, 0, undefined);
  closeSync(fd);
  for (const { call } of reading.calls) {
    const known = calls.get(call.key);
    calls.set(call.key, known === undefined ? call : joinCalls(known, call));
  }
}
let usage = NO_USAGE;
for (const { figures } of calls.values()) usage = addUsage(usage, figures.usage);
process.stdout.write(JSON.stringify({ totals: { calls: calls.size, ...usage } }));
