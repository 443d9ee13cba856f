import { createContext } from "react";
import type { PlotArea } from "recharts";
import type { Ratio, Tokens } from "../../shared/units.ts";
import type { HistoryPoint, Series } from "../selectors/history-series.ts";
import type { HistoryUnit } from "../selectors/history-stretches.ts";

/** What the history chart draws, past recharts, which hands nothing through to its parts. */
export type Shown = {
  readonly points: readonly HistoryPoint[];
  readonly series: readonly Series[];
  readonly unit: HistoryUnit;
  readonly oneMonth: boolean;
  readonly narrow: boolean;
  /** Of the highest bar. */
  readonly most: Tokens;
  readonly ticks: readonly Tokens[];
  /** Where the scale of the hit rate begins. */
  readonly floor: Ratio;
};

export const HistoryShown = createContext<Shown | undefined>(undefined);

/** Where things stand in the chart, in pixels. */
export type Plan = {
  readonly plot: PlotArea;
  readonly bar: number;
  /** The middle of a bar. */
  readonly xOf: (place: number) => number;
  readonly yOfTokens: (tokens: number) => number;
  readonly yOfRate: (rate: Ratio) => number;
};
