import type { Sightings } from "./append-watch.ts";
import type { Shown } from "./page-watch.ts";

/** Delays in milliseconds, smallest first, and how many never ended. */
export type Delays = { readonly sorted: readonly number[]; readonly lost: number };

export function delays(from: readonly number[], to: readonly (number | undefined)[]): Delays {
  const all = from.map((begin, n) => (to[n] === undefined ? undefined : to[n] - begin));
  const known = all.filter((delay) => delay !== undefined).sort((a, b) => a - b);
  return { sorted: known, lost: all.length - known.length };
}

/** When the page first showed so many calls of its session as there were with each append. */
export function shownAt({ calls }: Pick<Sightings, "calls">, shown: Shown): readonly (number | undefined)[] {
  const bySession = Map.groupBy(shown, ({ session }) => session);
  return calls.map(({ session, count }) => bySession.get(session)?.find((one) => one.calls >= count)?.at);
}

/** The delay that this share of all stayed within; a lost one is later than all. `undefined` when it is among the lost. */
export function within({ sorted, lost }: Delays, share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil((sorted.length + lost) * share) - 1)];
}
