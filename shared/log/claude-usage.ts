import { field, recordField, type JsonRecord } from "./json-record.ts";
import type { TokenUsage } from "../usage/token-usage.ts";
import type { Tokens } from "../units.ts";

/** No prompt has come near it; a larger figure is a fault of the log and would drown every true one. */
export const LARGEST_PLAUSIBLE: Tokens = 200_000_000;

/**
 * The Messages API `usage` object as tokens by billing kind, or the reason why it cannot be believed.
 * Absent and null figures are 0. What was written is the larger of the flat figure and of the sum by lifetime: the flat
 * one was 0 in a faulty version (before 2.1.152), the nested ones are absent before 1.0.90 and at some gateways.
 */
export function readUsage(usage: JsonRecord): TokenUsage | { readonly implausible: string } {
  const split = recordField(usage, "cache_creation");
  const figures: Tokens[] = [];
  for (const [record, name] of [
    [usage, "input_tokens"],
    [usage, "cache_read_input_tokens"],
    [usage, "cache_creation_input_tokens"],
    [split, "ephemeral_5m_input_tokens"],
    [split, "ephemeral_1h_input_tokens"],
    [usage, "output_tokens"],
  ] as const) {
    const value = record === undefined ? undefined : field(record, name);
    const tokens = value === undefined || value === null ? 0 : value;
    if (typeof tokens !== "number") return { implausible: `${name} is not a number` };
    if (!Number.isInteger(tokens) || tokens < 0) return { implausible: `${name} is not a whole count` };
    if (tokens > LARGEST_PLAUSIBLE) return { implausible: `${name} is above ${LARGEST_PLAUSIBLE}` };
    // Adding 0 turns -0 into 0.
    figures.push(tokens + 0);
  }
  const [uncachedInput = 0, cacheRead = 0, written = 0, written5m = 0, written1h = 0, output = 0] = figures;
  return usageOf({ uncachedInput, cacheRead, written, written5m, written1h, output });
}

/** The figures of a usage object, as it names them. */
export type UsageFigures = {
  readonly uncachedInput: Tokens;
  readonly cacheRead: Tokens;
  /** The flat figure. */
  readonly written: Tokens;
  readonly written5m: Tokens;
  readonly written1h: Tokens;
  readonly output: Tokens;
};

export function usageOf({
  uncachedInput,
  cacheRead,
  written,
  written5m,
  written1h,
  output,
}: UsageFigures): TokenUsage {
  return {
    uncachedInput,
    cacheRead,
    cacheWrite5m: written5m,
    cacheWrite1h: written1h,
    cacheWriteUnknownTtl: Math.max(0, written - written5m - written1h),
    output,
  };
}
