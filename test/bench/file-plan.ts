import type { Chance } from "./chance.ts";
import { LAYOUTS, type Layout } from "./line-layouts.ts";

/** One log to write. */
export type PlannedLog = {
  readonly seed: number;
  readonly bytes: number;
  readonly project: number;
  readonly layout: Layout;
  readonly session: string;
  readonly startsAt: number;
  /** A subagent's id; its session is its parent's. */
  readonly agent: string | undefined;
  /** Begins with a copy of that log: as a fork of it, or as an internal agent's replay. */
  readonly copies: PlannedLog | undefined;
  readonly isCut: boolean;
};

export type TreeSize = { readonly bytes: number; readonly files: number; readonly days: number };

const DAY = 86_400_000;
const PROJECTS = 40;

/** Sizes of logs as found on a real computer: share of the files, bytes (reference/performance.md 1). */
const SIZE_CURVE: readonly (readonly [number, number])[] = [
  [0, 4_000],
  [0.25, 45_000],
  [0.5, 106_000],
  [0.75, 231_000],
  [0.9, 602_000],
  [0.95, 1_400_000],
  [0.99, 4_700_000],
  [1, 70_000_000],
];

/** About 2,000 logs to the gigabyte; a tree of several gigabytes has longer ones too. */
export function treeSize(name: string): TreeSize | undefined {
  const parts = /^(\d+)(mb|gb)$/i.exec(name);
  if (parts === null) return undefined;
  const bytes = Number(parts[1]) * (parts[2]?.toLowerCase() === "gb" ? 1e9 : 1e6);
  const files = Math.max(4, Math.round(bytes <= 1e9 ? bytes / 500_000 : 2000 + (bytes - 1e9) / 750_000));
  return { bytes, files, days: Math.min(365, Math.max(20, Math.round(files / 11))) };
}

/** The logs of a tree, parents before what copies them. */
export function planLogs(chance: Chance, size: TreeSize, until: number): readonly PlannedLog[] {
  const sizes = Array.from({ length: size.files }, (_, i) => sizeAt((i + 0.5) / size.files));
  const scale = size.bytes / sizes.reduce((sum, bytes) => sum + bytes, 0);
  const mains: PlannedLog[] = [];
  const logs: PlannedLog[] = [];
  // The longest logs are sessions; of the others nearly half are agents'.
  sizes.reverse().forEach((curveBytes, index) => {
    const isMain = index < size.files / 50 || mains.length === 0 || chance.happens(0.54);
    const bytes = Math.round(curveBytes * scale);
    const log = isMain
      ? plannedMain(chance, mains, bytes, size, until)
      : plannedAgent(chance, chance.pick(mains), bytes);
    if (log.agent === undefined) mains.push(log);
    logs.push(log);
  });
  return logs;
}

function plannedMain(
  chance: Chance,
  mains: readonly PlannedLog[],
  bytes: number,
  { days }: TreeSize,
  until: number,
): PlannedLog {
  const age = chance.next() ** 1.5;
  const layout = LAYOUTS[layoutOfAge(age)] ?? failed();
  const startsAt = Math.floor(until - age * days * DAY - bytes / 3);
  // A fork is no longer than what it copies plus what is its own.
  const older = mains.filter(
    (main) => main.copies === undefined && main.bytes > bytes && main.bytes < bytes * 8,
  );
  const parent = older[chance.below(older.length)];
  const common = { seed: chance.below(2 ** 31), bytes, session: chance.uuid(), agent: undefined };
  const isCut = chance.happens(0.02);
  if (parent !== undefined && chance.happens(0.03))
    return {
      ...common,
      project: parent.project,
      layout: parent.layout,
      startsAt: parent.startsAt,
      copies: parent,
      isCut: false,
    };
  return { ...common, project: chance.below(PROJECTS), layout, startsAt, copies: undefined, isCut };
}

function plannedAgent(chance: Chance, parent: PlannedLog, bytes: number): PlannedLog {
  const { project, session, layout } = parent;
  // 1.0 wrote its agents into the session's own log: another session's log it is.
  if (layout.subagents === "inline")
    return {
      ...parent,
      seed: chance.below(2 ** 31),
      session: chance.uuid(),
      bytes,
      isCut: false,
      copies: undefined,
    };
  const replays =
    layout.subagents === "below" &&
    parent.copies === undefined &&
    parent.bytes > bytes &&
    chance.happens(0.02);
  const id = layout.subagents === "beside" ? chance.hex(8) : chance.hex(17);
  return {
    seed: chance.below(2 ** 31),
    bytes,
    project,
    layout,
    session,
    startsAt: parent.startsAt + (replays ? 0 : chance.below(Math.max(60_000, parent.bytes / 3))),
    agent: replays ? `aside_question-${id}` : id,
    copies: replays ? parent : undefined,
    isCut: chance.happens(0.01),
  };
}

/** The newest versions wrote the newest logs; the boundaries leave a share to each family. */
function layoutOfAge(age: number): number {
  return [0.35, 0.65, 0.9, 0.97].filter((boundary) => age < boundary).length;
}

function sizeAt(share: number): number {
  const above = SIZE_CURVE.findIndex(([at]) => at >= share);
  const [from, least] = SIZE_CURVE[above - 1] ?? [0, 4_000];
  const [to, most] = SIZE_CURVE[above] ?? [1, 4_000];
  return least * (most / least) ** ((share - from) / (to - from));
}

function failed(): never {
  throw new Error("a plan begins with a session");
}
