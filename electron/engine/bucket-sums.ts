import type { DatabaseSync } from "node:sqlite";
import { ADD_CALLS, NO_QUARTER } from "./bucket-schema.ts";
import type { ApiCall } from "../../shared/usage/api-call.ts";
import { QUARTER_MS } from "../../shared/usage/calendar.ts";

type Sums = { readonly key: readonly (string | number)[]; readonly figures: number[] };

/**
 * What new calls add to the buckets, kept until the end of their transaction: a quarter of an hour holds many calls, and
 * each moved alone is a search of its own. Changes of known calls and losses are moved by triggers, in any order.
 */
export type BucketSums = Map<string, Sums>;

/** A call that is new, with its costs in billionths of a dollar; `undefined` without a price. */
export function sumCall(
  sums: BucketSums,
  { figures, place }: ApiCall,
  costs: readonly number[] | undefined,
): void {
  const quarter = place.at === undefined ? NO_QUARTER : Math.floor(place.at / QUARTER_MS);
  const priceClass = `${figures.speed ?? ""} ${figures.geo ?? ""}`;
  const key = [quarter, place.project, figures.model, place.lane, priceClass];
  const { usage } = figures;
  const added = [
    1,
    usage.uncachedInput,
    usage.cacheRead,
    usage.cacheWrite5m,
    usage.cacheWrite1h,
    usage.cacheWriteUnknownTtl,
    usage.output,
    costs?.[0] ?? 0,
    costs?.[1] ?? 0,
    costs === undefined ? 1 : 0,
  ];
  // No name holds a line end next to the others' order: the parts are told apart.
  const name = key.join("\n");
  const known = sums.get(name);
  if (known === undefined) sums.set(name, { key, figures: added });
  else added.forEach((figure, index) => (known.figures[index] = (known.figures[index] ?? 0) + figure));
}

/** Moves the buckets. In the transaction that added the calls. */
export function openBucketSums(db: DatabaseSync) {
  const add = db.prepare(ADD_CALLS);
  return (sums: BucketSums): void => {
    for (const { key, figures } of sums.values()) add.run(...key, ...figures);
    sums.clear();
  };
}
