import { cpu, peakOf, ratio, type Results, wall } from "./rounds.ts";
import type { RowKey } from "./scan-rows.ts";

/** One promise and what was measured of it; `undefined`: not measured in this run. */
export type Goal = {
  readonly text: string;
  readonly atMost: number;
  readonly found: number | undefined;
  readonly unit: "times" | "MB" | "ms" | "%" | "lines" | "rows";
};

const MEGABYTE = 1e6;

/** What the first scan and the second run promise (issue 5, acceptance 1). */
export function scanGoals(results: Results, size: string): readonly Goal[] {
  const times = (text: string, atMost: number, key: RowKey, to: RowKey, of = wall as typeof cpu): Goal => ({
    text,
    atMost,
    found: ratio(results, key, to, of),
    unit: "times",
  });
  const ours = [...results.values()].filter(({ row }) => row.isOurs);
  const peaks = ours.map(peakOf);
  const wrong = ours.filter(({ differences }) => differences.length > 0).length;
  const always: readonly Goal[] = [
    {
      text: "most memory of any of our rows",
      atMost: 250,
      found:
        peaks.includes(undefined) || peaks.length === 0
          ? undefined
          : Math.max(...peaks.map((peak) => peak ?? 0)) / MEGABYTE,
      unit: "MB",
    },
    {
      text: "our rows whose totals are not exact",
      atMost: 0,
      found: ours.length === 0 ? undefined : wrong,
      unit: "rows",
    },
  ];
  // The promises are made for a gigabyte and more: in a small tree the start of a program is most of its time.
  if (size === "100mb") return always;
  return [
    times("first scan without ledger, of the bare read loop", 2, "scan", "read"),
    times("first scan with ledger and report, of ccusage", size === "4gb" ? 0.3 : 0.4, "cold", "ccusage"),
    times("the same, processor time", 0.4, "cold", "ccusage", cpu),
    times("second run, nothing new, of ccusage", 0.12, "again", "ccusage"),
    ...always,
    ...(size === "4gb" ? [times("first scan of 4 GB, of 1 GB", 4.4, "cold", "cold-1gb")] : []),
  ];
}

/** `undefined` where nothing was measured: that is no success. */
export function isMet({ found, atMost }: Goal): boolean | undefined {
  return found === undefined ? undefined : found <= atMost;
}
