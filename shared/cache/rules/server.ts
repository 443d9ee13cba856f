import { isSameModel } from "../../cost/price-table.ts";
import { isFloor, isFull, isWellAlive, type Miss, type Rule } from "./rule.ts";
import { gapText } from "../../format.ts";
import type { MarkKind } from "../../log/entry.ts";

/** Marks that were seen not to touch the prefix: with them alone between two calls, losses are as rare as without. */
const HARMLESS: ReadonlySet<MarkKind> = new Set(["prompt", "skills", "permission-mode", "date-change"]);

/**
 * Nothing changed, nothing expired, the server compared the two requests and names no change, and the next call is
 * healthy again: then the entry was most likely lost at the server. Never stated as a fact.
 */
export const serverSide: Rule = (miss) => {
  const { step, after, marks } = miss;
  const reason = step.chainCall.call.serverReason;
  const type = typeof reason === "object" ? reason.type : reason;
  // Silence of old versions, and "other parameters differ", say nothing about the server.
  if (type !== "none" && type !== "previous_message_not_found") return undefined;
  if (!isWellAlive(miss) || !(isFull(miss) || isFloor(miss))) return undefined;
  if (!marks.every(({ mark }) => HARMLESS.has(mark)) || !isSame(miss)) return undefined;
  if (after !== undefined && after.shortfall?.miss === true) return undefined;
  const said =
    type === "none"
      ? "The server compared the two requests and found no change"
      : "The server names no change";
  const evidence = [said, `Nothing stands between the two calls, ${gapText(step.gap)} apart`];
  return { cause: "server-side-likely", confidence: "likely", evidence };
};

function isSame({ before, step }: Miss): boolean {
  const [a, b] = [before.chainCall.call, step.chainCall.call];
  return (
    isSameModel(a.figures.model, b.figures.model) &&
    a.figures.speed === b.figures.speed &&
    a.place.effort === b.place.effort &&
    a.place.version === b.place.version
  );
}
