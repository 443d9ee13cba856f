import { findMark, isFloor, type Rule } from "./rule.ts";
import { compactTokens, exactCount } from "../../format.ts";
import { promptTokens } from "../../usage/token-usage.ts";

/** The log holds the boundary of a compaction, or the prompt shrank to little more than its head. */
export const compaction: Rule = (miss) => {
  const mark = findMark(miss, "compaction", "compact-summary");
  const before = promptTokens(miss.before.chainCall.call.figures.usage);
  const after = promptTokens(miss.step.chainCall.call.figures.usage);
  const shrank = `The prompt went from ${exactCount(before)} to ${exactCount(after)} tokens`;
  if (mark !== undefined) {
    const trigger = mark.detail === undefined ? "" : `, ${mark.detail === "auto" ? "by itself" : "by hand"}`;
    const evidence = [`The conversation was compacted between the two calls${trigger}`, shrank];
    return { cause: "compaction", confidence: "certain", evidence };
  }
  if (after < 0.6 * before && isFloor(miss)) {
    const evidence = [`${shrank}, and only its head was read, as after a compaction`];
    return { cause: "compaction", confidence: "likely", evidence };
  }
  return { ruledOut: "No compaction" };
};

/** Claude Code dropped old tool results or thinking to save context, without summarizing. */
export const clearing: Rule = (miss) => {
  const before = promptTokens(miss.before.chainCall.call.figures.usage);
  const after = promptTokens(miss.step.chainCall.call.figures.usage);
  if (findMark(miss, "microcompaction") !== undefined) {
    const evidence = ["Old tool results were cleared between the two calls"];
    return { cause: "clearing", confidence: "certain", evidence };
  }
  const longPause = (miss.step.gap ?? 0) > 3_600_000;
  const partial = miss.step.chainCall.call.figures.usage.cacheRead > 0;
  if (before - after >= 2_000 && longPause && partial) {
    const evidence = [
      `The prompt is ${compactTokens(before - after)} tokens shorter after a pause of over an hour`,
    ];
    return { cause: "clearing", confidence: "likely", evidence };
  }
  return undefined;
};
