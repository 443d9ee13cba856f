import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProgramPaths } from "./build-programs.ts";
import { CCUSAGE_VERSION } from "./ccusage.ts";
import type { Command } from "./measured-run.ts";
import type { Sums, Truth } from "./truth.ts";

export type RowKey = "read" | "ccusage" | "scan" | "cold" | "again" | "cold-1gb";

/** One program that reads a tree, run once in each round. */
export type ScanRow = {
  readonly key: RowKey;
  readonly name: string;
  readonly isOurs: boolean;
  readonly command: () => Command;
  /** What it printed that is not the truth; empty when all is exact. */
  readonly differences: (stdout: string) => readonly string[];
};

export type Tree = { readonly root: string; readonly truth: Truth };

export type Places = {
  readonly programs: ProgramPaths;
  readonly cli: string;
  readonly ccusage: string | undefined;
};

/** The rows that read a tree, in the order of a round: the second run comes behind the first scan, on its ledger. */
export function scanRows({ root, truth }: Tree, { programs, cli, ccusage }: Places): readonly ScanRow[] {
  const ledger = ledgerFolder();
  const peer: ScanRow[] =
    ccusage === undefined
      ? []
      : [
          {
            key: "ccusage",
            name: `ccusage ${CCUSAGE_VERSION} daily --offline`,
            isOurs: false,
            command: () => ({
              program: ccusage,
              args: ["daily", "--offline", "--json"],
              env: { HOME: root, CLAUDE_CONFIG_DIR: root },
            }),
            differences: (stdout) => compareCcusage(stdout, truth.totals),
          },
        ];
  return [
    {
      key: "read",
      name: "bare read loop",
      isOurs: false,
      command: () => node([programs["read-loop"], join(root, "projects")]),
      differences: (stdout) => compare(figuresIn(stdout), { bytes: truth.bytes, lines: truth.lines }),
    },
    ...peer,
    {
      key: "scan",
      name: "first scan, no ledger",
      isOurs: true,
      command: () => node([programs["scan-only"], root]),
      differences: (stdout) => compareTotals(stdout, truth.totals),
    },
    {
      key: "cold",
      name: "first scan, ledger and report",
      isOurs: true,
      command: () => report(cli, root, ledger.fresh()),
      differences: (stdout) => compareReport(stdout, truth),
    },
    {
      key: "again",
      name: "second run, nothing new",
      isOurs: true,
      command: () => report(cli, root, ledger.same()),
      differences: (stdout) => compareReport(stdout, truth),
    },
  ];
}

/** The first scan of the smaller tree, measured beside the larger one's: their ratio is a goal. */
export function smallerTreeRow({ root, truth }: Tree, cli: string): ScanRow {
  const ledger = ledgerFolder();
  return {
    key: "cold-1gb",
    name: "the same of 1 GB",
    isOurs: true,
    command: () => report(cli, root, ledger.fresh()),
    differences: (stdout) => compareReport(stdout, truth),
  };
}

function ledgerFolder(): { readonly fresh: () => string; readonly same: () => string } {
  const home = mkdtempSync(join(tmpdir(), "prefixwatch-bench-"));
  process.once("exit", () => rmSync(home, { recursive: true, force: true }));
  const data = join(home, "data");
  return {
    fresh: () => {
      rmSync(data, { recursive: true, force: true });
      return data;
    },
    same: () => data,
  };
}

function node(args: readonly string[]): Command {
  return { program: process.execPath, args, env: { TZ: "UTC" } };
}

function report(cli: string, root: string, data: string): Command {
  return node([cli, "report", "--format", "json", "--root", root, "--data", data]);
}

type Figures = { readonly [name: string]: number | undefined };

function compareReport(stdout: string, truth: Truth): readonly string[] {
  const { rows } = JSON.parse(stdout) as { readonly rows: readonly (Figures & { readonly key: unknown })[] };
  const months = Object.fromEntries(rows.map((row) => [String(row.key), row["output"]]));
  const trueMonths = Object.fromEntries(
    Object.entries(truth.byMonth).map(([month, { output }]) => [month, output]),
  );
  return [...compareTotals(stdout, truth.totals), ...compare(months, trueMonths)];
}

function compareTotals(stdout: string, truth: Sums): readonly string[] {
  const { totals } = JSON.parse(stdout) as { readonly totals: Figures };
  return compare(totals, {
    calls: truth.calls,
    uncachedInput: truth.input,
    cacheRead: truth.read,
    cacheWrite5m: truth.creation5m,
    cacheWrite1h: truth.creation1h,
    cacheWriteUnknownTtl: truth.creationUnknown,
    output: truth.output,
  });
}

function compareCcusage(stdout: string, truth: Sums): readonly string[] {
  const { totals } = JSON.parse(stdout) as { readonly totals: Figures };
  return compare(totals, {
    inputTokens: truth.input,
    cacheCreationTokens: truth.creation,
    cacheReadTokens: truth.read,
    outputTokens: truth.output,
  });
}

function compare(found: Figures, truth: Figures): readonly string[] {
  return Object.entries(truth).flatMap(([name, value]) =>
    found[name] === value ? [] : [`${name} ${found[name] ?? "missing"} instead of ${value}`],
  );
}

function figuresIn(stdout: string): Figures {
  return JSON.parse(stdout) as Figures;
}
