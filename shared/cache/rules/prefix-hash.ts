import type { Rule } from "./rule.ts";

/**
 * The program that called logs a hash of its prompt's prefix: then the prompt changed or it did not, whatever else may
 * be guessed. An equal hash leaves the loss to a lifetime, to a threshold, to a gateway on the way or to the server.
 */
export const prefixHash: Rule = ({ before, step }) => {
  const from = before.chainCall.call.prefixHash;
  const to = step.chainCall.call.prefixHash;
  if (from === undefined || to === undefined) return undefined;
  if (from === to) return { observed: "The prefix hash is the same, so the prompt did not change" };
  const evidence = ["The prefix hash in the log changed, so the prompt itself is different at its head"];
  return { cause: "volatile-prefix", confidence: "certain", evidence };
};
