import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { ChainCall, ChainMark } from "../shared/cache/chain.ts";
import { analyzeChain, type ChainAnalysis } from "../shared/cache/events.ts";
import { BUILT_IN_PRICES } from "../shared/cost/price-table.ts";
import { RecordReader } from "../shared/log/detect-format.ts";
import type { LogEntry } from "../shared/log/entry.ts";
import { readLine } from "../shared/log/salvage.ts";
import { Transcript } from "../shared/log/transcript.ts";
import { callOfLine } from "../shared/usage/api-call.ts";

/** The text of a log below `test/fixtures`. */
export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
}

/** The entries of a log's text, in its order, as the real reader finds them. */
export function entriesOf(text: string, path = "logs/file.jsonl"): readonly LogEntry[] {
  const reader = new RecordReader({ name: basename(path, ".jsonl"), folder: basename(dirname(path)) });
  return text
    .split("\n")
    .flatMap((line) => readLine(line).found.map((found) => reader.read(found.record, found.text)));
}

/** Takes the text of a log of any format through the real reader, transcript and fold, without files or a store. */
export function foldLog(text: string, path?: string): ChainAnalysis {
  const transcript = new Transcript();
  const calls = new Map<string, ChainCall>();
  const marks: ChainMark[] = [];
  entriesOf(text, path).forEach((entry, index) => {
    for (const fact of transcript.read(entry, index)) {
      if (fact.kind === "mark") marks.push(fact);
      else {
        const { line, order, predecessor, requestAt, blocksSince } = fact;
        const { agent, at: endedAt } = line;
        const call = callOfLine(line, { project: "project", isInternal: false });
        calls.set(line.key, { call, order, predecessor, requestAt, blocksSince, agent, endedAt });
      }
    }
  });
  return analyzeChain({ calls: [...calls.values()], marks, neighbours: [] }, BUILT_IN_PRICES);
}
