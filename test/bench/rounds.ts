import { type Measured, measure, median } from "./measured-run.ts";
import { watchOtherWork } from "./other-work.ts";
import type { RowKey, ScanRow } from "./scan-rows.ts";

/** What the rounds showed of one row. */
export type RowResult = {
  readonly row: ScanRow;
  readonly runs: readonly Measured[];
  /** Of all its runs, each once. */
  readonly differences: readonly string[];
};

export type Results = ReadonlyMap<RowKey, RowResult>;

export type Rounds = {
  readonly results: Results;
  /** Cores that others used meanwhile; `undefined` where a run's own processor time is unknown. */
  readonly otherWork: number | undefined;
};

/**
 * Runs the rows in turn, A B C A B C, so that whatever else the machine does falls on all of them. A first round, which
 * brings the logs and the programs into memory, is not counted.
 */
export function runRounds(rows: readonly ScanRow[], rounds: number, say: (text: string) => void): Rounds {
  const runs = new Map<RowKey, Measured[]>(rows.map(({ key }) => [key, []]));
  const differences = new Map<RowKey, Set<string>>(rows.map(({ key }) => [key, new Set()]));
  let sinceWarm = watchOtherWork();
  for (let round = 0; round <= rounds; round++) {
    if (round === 1) sinceWarm = watchOtherWork();
    for (const row of rows) {
      const measured = measure(row.command());
      for (const difference of row.differences(measured.stdout)) differences.get(row.key)?.add(difference);
      if (round > 0) runs.get(row.key)?.push({ ...measured, stdout: "" });
      const when = round === 0 ? "warming up" : `round ${round} of ${rounds}`;
      say(`${when}: ${row.name} ${Math.round(measured.wallMs)} ms`);
    }
  }
  const ownTimes = [...runs.values()].flat().map(cpu);
  const ownMs = ownTimes.reduce<number>((sum, time) => sum + (time ?? 0), 0);
  return {
    results: new Map(
      rows.map((row) => [
        row.key,
        { row, runs: runs.get(row.key) ?? [], differences: [...(differences.get(row.key) ?? [])] },
      ]),
    ),
    otherWork: ownTimes.includes(undefined) ? undefined : sinceWarm(ownMs),
  };
}

/** The median of the rounds' ratios: what slowed a whole round down is in both figures of it. */
export function ratio(
  results: Results,
  key: RowKey,
  to: RowKey,
  of: (run: Measured) => number | undefined,
): number | undefined {
  const [runs, others] = [results.get(key)?.runs, results.get(to)?.runs];
  if (runs === undefined || others === undefined) return undefined;
  const ratios = runs.map((run, round) => {
    const [value, base] = [of(run), others[round] === undefined ? undefined : of(others[round])];
    return value === undefined || base === undefined || base === 0 ? undefined : value / base;
  });
  return ratios.includes(undefined) ? undefined : median(ratios.filter((value) => value !== undefined));
}

export const wall = ({ wallMs }: Measured): number => wallMs;
export const cpu = ({ cpuMs }: Measured): number | undefined => cpuMs;

export function medianOf(result: RowResult, of: (run: Measured) => number | undefined): number | undefined {
  const values = result.runs.map(of);
  return values.includes(undefined) ? undefined : median(values.filter((value) => value !== undefined));
}

/** The most of all runs: memory that was once needed is needed. */
export function peakOf({ runs }: RowResult): number | undefined {
  const peaks = runs.map(({ peakBytes }) => peakBytes);
  return peaks.includes(undefined) || peaks.length === 0
    ? undefined
    : Math.max(...peaks.filter((peak) => peak !== undefined));
}
