import type { Goal } from "./goals.ts";
import { isMet } from "./goals.ts";
import { cpu, medianOf, peakOf, ratio, type Results, wall } from "./rounds.ts";

/** A row that is no reading of a tree: what it took, and what the barest program for the same took. */
export type OwnBaseRow = {
  readonly name: string;
  readonly ms: number | undefined;
  readonly baseMs: number | undefined;
  readonly peakBytes: number | undefined;
};

/** A Markdown table, which reads as well in a terminal. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |\n`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return line(heads) + `| ${rule.join(" | ")} |\n` + rows.map(line).join("");
}

const HEADS = ["", "Time", "× bare", "× ccusage", "CPU", "× ccusage", "Peak memory", "Totals"];

/** The one table of a run. "Bare" is the barest program that does the same: for a scan, the read loop. */
export function benchTable(results: Results, others: readonly OwnBaseRow[]): string {
  const scans = [...results.values()].map((result) => {
    const { key, name } = result.row;
    return [
      name,
      time(medianOf(result, wall)),
      times(ratio(results, key, "read", wall)),
      times(ratio(results, key, "ccusage", wall)),
      time(medianOf(result, cpu)),
      times(ratio(results, key, "ccusage", cpu)),
      megabytes(peakOf(result)),
      result.differences.length === 0 ? "exact" : "WRONG",
    ];
  });
  const rest = others.map(({ name, ms, baseMs, peakBytes }) => {
    const timesBase = times(ms === undefined || baseMs === undefined ? undefined : ms / baseMs);
    return [name, time(ms), timesBase, "–", "–", "–", megabytes(peakBytes), "–"];
  });
  return markdownTable(HEADS, [...scans, ...rest]);
}

export function goalsTable(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const met = isMet(goal);
    return [
      goal.text,
      figure(goal, goal.atMost),
      figure(goal, goal.found),
      met === undefined ? "not measured" : met ? "met" : "MISSED",
    ];
  });
  return markdownTable(["Goal", "At most", "Found", ""], rows);
}

function figure({ unit }: Goal, value: number | undefined): string {
  if (value === undefined) return "–";
  switch (unit) {
    case "times":
      return `${value.toFixed(2)} ×`;
    case "MB":
    case "ms":
      return `${Math.round(value)} ${unit}`;
    case "%":
      return `${value.toFixed(2)} %`;
    case "lines":
    case "rows":
      return `${value} ${unit}`;
  }
}

export function time(ms: number | undefined): string {
  if (ms === undefined) return "–";
  return ms < 1000 ? `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function times(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(2);
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "–" : `${Math.round(bytes / 1e6)} MB`;
}
