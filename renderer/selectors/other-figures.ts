import { misleadingRates, readShareOfCached, readsPerWrite } from "../../shared/cache/metrics.ts";
import type { Totals } from "../../shared/feed.ts";
import {
  changeText,
  compactTokens,
  counted,
  exactCount,
  percent,
  pointsText,
  usd,
} from "../../shared/format.ts";
import type { Ratio } from "../../shared/units.ts";
import { hitRate, promptTokens } from "../../shared/usage/token-usage.ts";

/** One way to divide the same tokens. */
export type OtherRate = {
  readonly name: string;
  readonly formula: string;
  readonly figure: string;
  /** Against the hit rate of this page. */
  readonly difference: string;
  readonly remark: string;
};

/** One way to count differently, and what it does to the reader's own figures. */
export type OtherCount = { readonly name: string; readonly why: string; readonly effect: string };

/** Writing for an hour costs twice the input price, for five minutes 1.25 times (Anthropic's price list). */
const UNDERPRICED: Ratio = 1 - 1.25 / 2;

/** The rates that are seen elsewhere, on the same tokens; the first one is ours. */
export function otherRates({ usage }: Totals): readonly OtherRate[] {
  const ours = hitRate(usage);
  const cached = readShareOfCached(usage);
  const { withoutWrites, perUncached } = misleadingRates(usage);
  const perWrite = readsPerWrite(usage);
  const against = (rate: Ratio | undefined) =>
    ours === undefined || rate === undefined ? "–" : pointsText(rate - ours);
  return [
    {
      name: "Hit rate, here and in Claude Code's /usage",
      formula: "read ÷ (read + written + uncached)",
      figure: percent(ours),
      difference: "",
      remark: "The share of all that was sent which the cache already had.",
    },
    {
      name: "Cache rate of some consoles and status lines",
      formula: "read ÷ (read + written)",
      figure: percent(cached),
      difference: against(cached),
      remark: "Leaves uncached input out. Close to the hit rate as long as nearly all is cached.",
    },
    {
      name: "Rate without writes",
      formula: "read ÷ (read + uncached)",
      figure: percent(withoutWrites),
      difference: against(withoutWrites),
      remark: "Leaves writes out, so it stays near 100 % even while the prefix is rebuilt at every call.",
    },
    {
      name: "Read for each uncached token",
      formula: "read ÷ uncached",
      figure: perUncached === undefined ? "–" : `${exactCount(perUncached)} to 1`,
      difference: "no rate",
      remark: "Has no upper end; written with a percent sign it is thousands of percent.",
    },
    {
      name: "Read for each written token",
      formula: "read ÷ written",
      figure: perWrite === undefined ? "–" : `${exactCount(perWrite)} to 1`,
      difference: "no rate",
      remark: "How often a write was read again. High is good, but it is not comparable with a rate.",
    },
  ];
}

/** Where counts part ways. `agents` are the calls of subagents alone; `undefined` while they are not known. */
export function otherCounts(totals: Totals, agents: Totals | undefined): readonly OtherCount[] {
  const { usage } = totals;
  const { withoutWrites } = misleadingRates(usage);
  const ours = hitRate(usage);
  return [
    {
      name: "Lines counted several times",
      why: "Claude Code writes one response as several lines, and each repeats the figures of the whole prompt. Here they are one call.",
      effect: "tokens and cost come out two to three times as high",
    },
    {
      name: "Subagents left out",
      why: "Agents log into folders of their own below the session. Here they are read and belong to it.",
      effect: agents === undefined ? "–" : agentsEffect(totals, agents),
    },
    {
      name: "Output of the first line",
      why: "While a response streams, its first lines say how little was written so far. Here the largest figure counts, which is the last.",
      effect: "output comes out too low, the rest is the same",
    },
    {
      name: "Writes left out of the rate",
      why: "Tokens that were written were sent and paid in full, so they belong below the line.",
      effect:
        ours === undefined || withoutWrites === undefined
          ? "–"
          : `${pointsText(withoutWrites - ours)} on your hit rate`,
    },
    {
      name: "1 h writes at the price of 5 min",
      why: "Writing for an hour costs twice the price of input, for five minutes 1.25 times. Here each write has its own price.",
      effect:
        usage.cacheWrite1h === 0
          ? "nothing: you have no writes for an hour"
          : `${percent(UNDERPRICED)} too little for ${compactTokens(usage.cacheWrite1h)} written tokens`,
    },
    {
      name: "Unknown models priced like a relative, or at zero",
      why: "A model without a known price has none here; its tokens are counted and its cost is left out, and said to be.",
      effect:
        totals.unpricedCalls === 0
          ? "nothing: all your models have a price"
          : `${counted(totals.unpricedCalls, "call")} of yours would get a made-up price`,
    },
  ];
}

function agentsEffect(totals: Totals, agents: Totals): string {
  if (agents.calls === 0) return "nothing: you have no calls of agents";
  const less = (whole: number, part: number) => changeText(whole - part, whole);
  const tokens = less(promptTokens(totals.usage), promptTokens(agents.usage));
  return `${less(totals.calls, agents.calls)} calls, ${tokens} prompt tokens, ${usd(agents.cost)} less cost`;
}
