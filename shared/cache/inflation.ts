import type { Step } from "./chain.ts";
import type { CacheEvent } from "./event.ts";
import { exactCount, percent } from "../format.ts";
import { NO_MODEL } from "../usage/api-call.ts";
import { promptTokens } from "../usage/token-usage.ts";
import type { Ratio, Tokens } from "../units.ts";

const LEAST_RATIO: Ratio = 1.15;
const LEAST_EXCESS: Tokens = 5_000;

/**
 * Adds the suspicion that the same conversation became longer in tokens: another tokenizer counts up to 35 % more. Only
 * beside a nearly whole loss, and only where the log cannot hold what was added: after a switch of models, or in logs
 * that have usage and no messages.
 */
export function withInflation(event: CacheEvent, step: Step): CacheEvent {
  const found = inflationOf(step);
  if (step.before === undefined || found === undefined || event.lost < 0.95 * event.expected) return event;
  const before = promptTokens(step.before.chainCall.call.figures.usage);
  const after = promptTokens(step.chainCall.call.figures.usage);
  const sentence = `The prompt grew from ${exactCount(before)} to ${exactCount(after)} tokens, +${percent(found)}, at once`;
  return {
    ...event,
    inflation: found,
    also: [...event.also, "token-inflation"],
    evidence: [...event.evidence, sentence],
  };
}

function inflationOf(step: Step): Ratio | undefined {
  const { before, chainCall } = step;
  if (before === undefined) return undefined;
  const from = before.chainCall.call.figures;
  const switched = from.model !== chainCall.call.figures.model;
  const hasMessages = chainCall.blocksSince > 0;
  if (!switched && hasMessages) return undefined;
  if (from.model === NO_MODEL && switched) return undefined;
  const prompt = promptTokens(from.usage);
  const now = promptTokens(chainCall.call.figures.usage);
  const grown = now / (prompt + from.usage.output);
  return grown > LEAST_RATIO && now - prompt - from.usage.output >= LEAST_EXCESS
    ? now / prompt - 1
    : undefined;
}
