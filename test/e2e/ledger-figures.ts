import { runCommand } from "../command/run-command.ts";

/** One session's figures as the command line gives them. */
export type SessionFigures = {
  readonly key: string;
  readonly calls: number;
  readonly uncachedInput: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheWriteUnknownTtl: number;
  readonly costUsd: number | null;
};

/** Asks the ledger itself, past the bridge and the page, while the host under test keeps it. */
export function sessionFigures(dataFolder: string, root: string): readonly SessionFigures[] {
  const args = ["report", "--by=session", "--format=json", `--data=${dataFolder}`, `--root=${root}`];
  const { rows } = JSON.parse(runCommand(args).stdout) as { readonly rows: readonly SessionFigures[] };
  return rows;
}

export function promptOf(figures: SessionFigures): number {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl } = figures;
  return uncachedInput + cacheRead + cacheWrite5m + cacheWrite1h + cacheWriteUnknownTtl;
}

/** One cache event as the command line gives it. */
export type EventFigures = {
  readonly messageId: string | null;
  readonly kind: string;
  readonly cause: string;
  readonly group: string;
  readonly lost: number;
  readonly lostUsd: number | null;
};

/** Every cache event of the ledger but the starts. */
export function eventFigures(dataFolder: string, root: string): readonly EventFigures[] {
  const args = ["events", "--format=json", `--data=${dataFolder}`, `--root=${root}`];
  const { rows } = JSON.parse(runCommand(args).stdout) as { readonly rows: readonly EventFigures[] };
  return rows;
}

/** One day's or month's figures in UTC. */
export type PeriodFigures = SessionFigures & {
  readonly output: number;
  readonly unpricedCalls: number;
  readonly avoidableUsd: number | null;
};

export function periodFigures(
  by: "day" | "month",
  dataFolder: string,
  root: string,
): readonly PeriodFigures[] {
  const args = [
    "report",
    `--by=${by}`,
    "--tz=UTC",
    "--format=json",
    `--data=${dataFolder}`,
    `--root=${root}`,
  ];
  const { rows } = JSON.parse(runCommand(args).stdout) as { readonly rows: readonly PeriodFigures[] };
  return rows;
}
