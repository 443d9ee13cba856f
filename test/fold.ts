import type { ChainCall, ChainMark } from "../shared/cache/chain.ts";
import { analyzeChain, type ChainAnalysis } from "../shared/cache/events.ts";
import type { CacheEvent } from "../shared/cache/event.ts";
import type { Neighbour } from "../shared/cache/starts.ts";
import { BUILT_IN_PRICES } from "../shared/cost/price-table.ts";
import { readClaudeCode } from "../shared/log/claude-code.ts";
import { LinkIds } from "../shared/log/link-ids.ts";
import { Transcript } from "../shared/log/transcript.ts";
import { callOfLine } from "../shared/usage/api-call.ts";
import type { DrawnRecord } from "./transcript.ts";

/** Takes drawn records through the real reader, transcript and fold, without files or a store. */
export function fold(records: readonly DrawnRecord[], neighbours: readonly Neighbour[] = []): ChainAnalysis {
  const transcript = new Transcript();
  const links = new LinkIds();
  const calls = new Map<string, ChainCall>();
  const marks: ChainMark[] = [];
  records.forEach((record, index) => {
    const entry = readClaudeCode(record, "file", JSON.stringify(record), links);
    for (const fact of transcript.read(entry, index * 1000)) {
      if (fact.kind === "mark") marks.push(fact);
      else {
        const { line, order, predecessor, requestAt, blocksSince } = fact;
        const call = callOfLine(line, { project: "project", isInternal: false });
        calls.set(line.key, {
          call,
          order,
          predecessor,
          requestAt,
          blocksSince,
          agent: line.agent,
          endedAt: line.at,
        });
      }
    }
  });
  return analyzeChain({ calls: [...calls.values()], marks, neighbours }, BUILT_IN_PRICES);
}

/** What happened after the first call of each lane. */
export function happened(records: readonly DrawnRecord[]): readonly CacheEvent[] {
  return fold(records).events.filter(({ kind }) => kind !== "start");
}

/** `msg_3 tools-changed certain`, for each event but the starts, in order. */
export function verdicts(records: readonly DrawnRecord[]): readonly string[] {
  return happened(records).map(({ callKey, cause, confidence }) => `${callKey} ${cause} ${confidence}`);
}
