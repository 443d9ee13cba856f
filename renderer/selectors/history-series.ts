import type { MonthSplit, PartTotals } from "../../shared/question.ts";
import type { Ratio, Tokens } from "../../shared/units.ts";
import { hitRate, promptTokens } from "../../shared/usage/token-usage.ts";
import { PROMPT_KINDS } from "../charts/token-kinds.ts";
import type { Stretch } from "./history-stretches.ts";

/** One layer of the stacked bars: a kind of token, or a part of the calls. */
export type Series = { readonly key: string; readonly label: string; readonly fill: string };

/** One bar, and its point of the line. */
export type HistoryPoint = {
  readonly stretch: Stretch;
  /** Tokens of each series, in their order. */
  readonly stack: readonly Tokens[];
  readonly prompt: Tokens;
  readonly rate: Ratio | undefined;
  readonly breaks: number;
};

/** More parts than that are one: nobody tells ten greys apart. */
const MOST_PARTS = 6;
/** Key of what is left. */
export const OTHER = "";

/** The layers of a split, largest first; `parts` are of the whole range. */
export function seriesOf(
  split: MonthSplit,
  stretches: readonly Stretch[],
  parts: readonly PartTotals[],
  nameOf: (key: string) => string,
): readonly Series[] {
  if (split === "kind") {
    return PROMPT_KINDS.filter(
      ({ usage }) =>
        usage === "cacheRead" ||
        usage === "uncachedInput" ||
        stretches.some(({ totals }) => totals !== undefined && totals.usage[usage] > 0),
    ).map(({ field, label, fill }) => ({ key: field, label, fill }));
  }
  // Seven parts need no "other" of one.
  const named = parts.length === MOST_PARTS + 1 ? parts : parts.slice(0, MOST_PARTS);
  const series = named.map(({ key }, place) => ({ key, label: nameOf(key), fill: partFill(place) }));
  return named.length === parts.length
    ? series
    : [...series, { key: OTHER, label: `${parts.length - named.length} others`, fill: partFill(MOST_PARTS) }];
}

/** One point for each stretch; a stretch without calls has no rate and no height. */
export function historyPoints(
  split: MonthSplit,
  stretches: readonly Stretch[],
  series: readonly Series[],
): readonly HistoryPoint[] {
  return stretches.map((stretch) => {
    const { totals } = stretch;
    return {
      stretch,
      stack: stackOf(split, stretch, series),
      prompt: totals === undefined ? 0 : promptTokens(totals.usage),
      rate: totals === undefined ? undefined : hitRate(totals.usage),
      breaks: totals?.invalidations ?? 0,
    };
  });
}

/** Prompt tokens of each series; what belongs to no named part is of the last. */
export function stackOf(
  split: MonthSplit,
  { totals, parts }: Pick<Stretch, "totals" | "parts">,
  series: readonly Series[],
): readonly Tokens[] {
  if (totals === undefined) return series.map(() => 0);
  if (split === "kind") {
    return series.map(({ key }) => {
      const kind = PROMPT_KINDS.find(({ field }) => field === key);
      return kind === undefined ? 0 : totals.usage[kind.usage];
    });
  }
  const byKey = new Map(parts.map(({ key, totals: part }) => [key, promptTokens(part.usage)]));
  const named = series.filter(({ key }) => key !== OTHER);
  const rest = named.reduce((left, { key }) => left - (byKey.get(key) ?? 0), promptTokens(totals.usage));
  return series.map(({ key }) => (key === OTHER ? rest : (byKey.get(key) ?? 0)));
}

/** Where the axis of the hit rate begins, so that its line uses its room: the nearest of a few round shares. */
export function rateFloor(points: readonly HistoryPoint[]): Ratio {
  const least = points.reduce((low, { rate }) => Math.min(low, rate ?? 1), 1);
  return [0.95, 0.9, 0.8, 0.5].find((floor) => floor <= least) ?? 0;
}

function partFill(place: number): string {
  return `url(#part-${place})`;
}
