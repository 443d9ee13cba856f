import { findMark, isWellAlive, type Rule } from "./rule.ts";
import type { TokenUsage } from "../../usage/token-usage.ts";

export const modelSwitch: Rule = ({ before, step, ...rest }) => {
  const from = before.chainCall.call.figures.model;
  const to = step.chainCall.call.figures.model;
  if (from === to) return { ruledOut: "The same model" };
  const fallback = findMark({ before, step, ...rest }, "model-fallback") !== undefined;
  const why = fallback ? ", by Claude Code itself after a refusal" : "";
  const evidence = [`The model changed from ${from} to ${to}${why}; each model has a cache of its own`];
  return { cause: "model-switch", confidence: "certain", evidence, local: true };
};

/** Fast and standard requests never share a prefix; switching back and forth later keeps both. */
export const speedSwitch: Rule = ({ before, step }) => {
  const from = before.chainCall.call.figures.speed ?? "standard";
  const to = step.chainCall.call.figures.speed ?? "standard";
  if (from === to) return undefined;
  const evidence = [`The speed changed from ${from} to ${to}; the two never share a prefix`];
  return { cause: "speed-switch", confidence: "certain", evidence, local: true };
};

export const effortSwitch: Rule = ({ before, step }) => {
  const from = before.chainCall.call.place.effort;
  const to = step.chainCall.call.place.effort;
  if (from === undefined || to === undefined) return undefined;
  if (from === to) return { ruledOut: "The same effort" };
  const evidence = [`The effort changed from ${from} to ${to}, which is part of the prompt for most models`];
  return { cause: "effort-switch", confidence: "certain", evidence, local: true };
};

/** What is written lives shorter (or longer) than before although nothing expired: usage credits, or a client's slip. */
export const ttlDowngrade: Rule = (miss) => {
  const from = tierOf(miss.before.chainCall.call.figures.usage);
  const to = tierOf(miss.step.chainCall.call.figures.usage);
  if (from === undefined || to === undefined || from === to || !isWellAlive(miss)) return undefined;
  const evidence = [
    `The call before was written for ${from}, this one for ${to}, within the lifetime of both`,
  ];
  return { cause: "ttl-downgrade", confidence: "likely", evidence };
};

function tierOf(usage: TokenUsage): "an hour" | "five minutes" | undefined {
  if (usage.cacheWrite1h > 0) return "an hour";
  return usage.cacheWrite5m > 0 ? "five minutes" : undefined;
}
