import { findMark, isWellAlive, type Miss, type Rule } from "./rule.ts";
import type { Step } from "../chain.ts";
import { bareModelId, isSameModel } from "../../cost/price-table.ts";
import { NO_MODEL } from "../../usage/api-call.ts";
import type { TokenUsage } from "../../usage/token-usage.ts";

export const modelSwitch: Rule = ({ before, step, ...rest }) => {
  const from = before.chainCall.call.figures.model;
  const to = step.chainCall.call.figures.model;
  if (from === NO_MODEL || to === NO_MODEL) return undefined;
  if (isSameModel(from, to)) return { ruledOut: "The same model" };
  const fallback = findMark({ before, step, ...rest }, "model-fallback") !== undefined;
  const why = fallback ? ", by Claude Code itself after a refusal" : "";
  const evidence = [`The model changed from ${from} to ${to}${why}; each model has a cache of its own`];
  return { cause: "model-switch", confidence: "certain", evidence, local: true };
};

/** Fast and standard requests never share a prefix; switching back and forth later keeps both. */
export const speedSwitch: Rule = (miss) => {
  const { from, to } = speedsOf(miss);
  if (from === to) return undefined;
  const evidence = [`The speed changed from ${from} to ${to}; the two never share a prefix`];
  return { cause: "speed-switch", confidence: "certain", evidence, local: true };
};

/** Whatever is not fast shares its prefixes, a batch too. */
function speedsOf({ before, step }: Pick<Miss, "before" | "step">) {
  const speedOf = ({ chainCall }: Step) => (chainCall.call.figures.speed === "fast" ? "fast" : "standard");
  return { from: speedOf(before), to: speedOf(step) };
}

/** Whether the model is the same and the speed is not. */
export function changesOnlySpeed({ before, step }: Pick<Miss, "before" | "step">): boolean {
  const { from, to } = speedsOf({ before, step });
  return from !== to && isSameModel(before.chainCall.call.figures.model, step.chainCall.call.figures.model);
}

/** With a first-party login these keep their cache when the effort changes; the log does not tell the login. */
const KEEPS_AT_EFFORT = /^claude-(?:opus-5-5|fable-5-[1-9])/;

export const effortSwitch: Rule = ({ before, step }) => {
  const { call } = step.chainCall;
  const from = before.chainCall.call.place.effort;
  const to = call.place.effort;
  if (from === undefined || to === undefined) return undefined;
  if (from === to) return { ruledOut: "The same effort" };
  const change = `The effort changed from ${from} to ${to}`;
  if (!KEEPS_AT_EFFORT.test(bareModelId(call.figures.model))) {
    const evidence = [`${change}, which is part of the prompt for most models`];
    return { cause: "effort-switch", confidence: "certain", evidence, local: true };
  }
  const kept = `${call.figures.model} keeps its cache then where Claude Code is logged in with Anthropic itself`;
  if (call.serverReason === "none")
    return { ruledOut: `${change}, but ${kept}, and the server found no change` };
  return { cause: "effort-switch", confidence: "likely", evidence: [`${change}; ${kept}`], local: true };
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
