import type { ToldLog } from "./day.ts";
import type { EpochMs } from "../../../shared/units.ts";

/** Figures of one call: sent outside the cache, read from it, written to it. */
type Sent = readonly [uncached: number, read: number, written: number, hash?: string];

const CASES: readonly { readonly name: string; readonly model: string; readonly calls: readonly Sent[] }[] = [
  {
    // A time of day in the system prompt: another hash at every call.
    name: "support-bot",
    model: "claude-sonnet-5-5",
    calls: Array.from({ length: 6 }, (_, n): Sent => [9, 0, 18_000 + n * 120, `a${n}f0`]),
  },
  {
    name: "nightly-batch",
    model: "claude-sonnet-5-5",
    calls: Array.from({ length: 5 }, (_, n): Sent => [42_500 + n * 500, 0, 0]),
  },
  {
    name: "ticket-classifier",
    model: "claude-opus-5-5",
    calls: Array.from({ length: 8 }, (_, n): Sent => [310 + n, 0, 0]),
  },
  {
    name: "review-gateway",
    model: "claude-opus-5-5",
    calls: Array.from({ length: 6 }, (_, n): Sent => [
      21_500 + n * 1_500,
      n === 0 ? 0 : 12_000,
      n === 0 ? 12_000 : 0,
    ]),
  },
];

/** Programs of the user's own that log what the API answered: the plain form, one record a call. */
export function usageLog(from: EpochMs): readonly ToldLog[] {
  return CASES.map(({ name, model, calls }, place) => ({
    path: `projects/${name}/usage.jsonl`,
    lines: calls.map(([uncached, read, written, hash], n) => {
      const at = from + place * 11 * 60_000 + n * 30_000;
      const record = {
        timestamp: new Date(at).toISOString(),
        request_id: `req_demo_${name}_${n}`,
        model,
        session_id: `demo-${name}`,
        ...(hash === undefined ? {} : { prefix_hash: hash }),
        usage: {
          input_tokens: uncached,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: written,
          cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
          output_tokens: 200 + n * 13,
        },
      };
      return { at, text: `${JSON.stringify(record)}\n` };
    }),
  }));
}
