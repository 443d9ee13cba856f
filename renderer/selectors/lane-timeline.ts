import type { CacheEvent } from "../../shared/cache/event.ts";
import type { LaneSummary, SessionDetail } from "../../shared/feed.ts";
import type { MarkKind } from "../../shared/log/entry.ts";
import type { EpochMs, Ratio } from "../../shared/units.ts";
import { changeText, changeTitle, markTitle } from "../wording.ts";
import { eventsByCall } from "./event-of-call.ts";
import { laneChanges, type ChangeKind } from "./lane-changes.ts";

/** All lanes of a session on one time axis. Positions are shares of the axis. */
export type LaneTimeline = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly lanes: readonly TimelineLane[];
  /** What happened besides the calls, one row for each kind of which there is any. */
  readonly rows: readonly MarkRow[];
};

/** Marks of one kind along the axis. */
export type MarkRow = { readonly name: string; readonly marks: readonly TimelineMark[] };

export type TimelineMark = {
  readonly position: Ratio;
  readonly key: string;
  readonly at: EpochMs;
  readonly agent: string | undefined;
  /** What happened, in a few words. */
  readonly text: string;
  /** The call of the lane that is the first after it; `undefined` when there is none. */
  readonly call: string | undefined;
};

export type TimelineLane = {
  readonly lane: LaneSummary;
  readonly ticks: readonly LaneTick[];
};

export type LaneTick = {
  readonly position: Ratio;
  readonly key: string;
  readonly event: CacheEvent | undefined;
};

/** Calls nearer than this share of the axis are drawn as one: a pixel holds one tick. */
const FINENESS = 500;

/** `undefined` when no call has a time. Calls without a time are not on it. */
export function laneTimeline(detail: SessionDetail): LaneTimeline | undefined {
  const times = detail.calls.flatMap(({ at }) => (at === undefined ? [] : [at]));
  if (times.length === 0) return undefined;
  const from = times.reduce((least, at) => Math.min(least, at));
  const to = times.reduce((most, at) => Math.max(most, at));
  const position = (at: EpochMs): Ratio => (to === from ? 0.5 : (at - from) / (to - from));
  const eventOf = eventsByCall(detail.events.filter(({ kind }) => kind !== "start"));

  const ticks = new Map<string | undefined, Map<number, LaneTick>>();
  for (const { key, agent, at } of detail.calls) {
    if (at === undefined) continue;
    const event = eventOf.get(key);
    const place = Math.round(position(at) * FINENESS);
    const lane = ticks.get(agent) ?? new Map<number, LaneTick>();
    ticks.set(agent, lane);
    if (lane.get(place)?.event === undefined) lane.set(place, { position: position(at), key, event });
  }
  return {
    from,
    to,
    lanes: detail.lanes.map((lane) => ({ lane, ticks: [...(ticks.get(lane.agent)?.values() ?? [])] })),
    rows: markRows(detail, from, to, position),
  };
}

/** The rows in the order they are drawn; a kind of mark that is in none of them is not drawn. */
const ROWS: readonly {
  readonly name: string;
  readonly marks: readonly MarkKind[];
  readonly changes: readonly ChangeKind[];
}[] = [
  { name: "model", marks: ["model-fallback"], changes: ["model"] },
  { name: "effort", marks: [], changes: ["effort"] },
  { name: "version", marks: [], changes: ["version"] },
  { name: "lifetime", marks: [], changes: ["lifetime"] },
  { name: "compaction", marks: ["compaction", "microcompaction"], changes: [] },
  {
    name: "tools, MCP",
    marks: ["tools-delta", "mcp-delta", "tool-search", "agents-delta", "skills"],
    changes: [],
  },
  { name: "mode", marks: ["permission-mode", "plan-mode", "auto-mode"], changes: [] },
  { name: "session", marks: ["resume", "fork", "command", "remote-control", "date-change"], changes: [] },
  { name: "trouble", marks: ["api-error", "interrupt"], changes: [] },
];

function markRows(
  detail: SessionDetail,
  from: EpochMs,
  to: EpochMs,
  position: (at: EpochMs) => Ratio,
): readonly MarkRow[] {
  const changes = laneChanges(detail.calls);
  const inside = (at: EpochMs | undefined): at is EpochMs => at !== undefined && at >= from && at <= to;
  return ROWS.flatMap(({ name, marks, changes: kinds }) => {
    const told = detail.marks
      .filter(({ mark }) => marks.includes(mark))
      .flatMap(({ at, order, agent, mark, detail: more }): readonly TimelineMark[] => {
        if (!inside(at)) return [];
        const text = more === undefined ? markTitle(mark) : `${markTitle(mark)}: ${more}`;
        return [
          {
            position: position(at),
            key: `${order} ${mark}`,
            at,
            agent,
            text,
            call: callAfter(detail, order, agent),
          },
        ];
      });
    const derived = changes
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap((change): readonly TimelineMark[] => {
        const { at, kind, call, agent } = change;
        if (!inside(at)) return [];
        const text = `${changeTitle(kind)}: ${changeText(change)}`;
        return [{ position: position(at), key: `${kind} ${call}`, at, agent, text, call }];
      });
    const all = [...told, ...derived].sort((a, b) => a.at - b.at);
    return all.length === 0 ? [] : [{ name, marks: all }];
  });
}

function callAfter(detail: SessionDetail, order: number, agent: string | undefined): string | undefined {
  return detail.calls.find((call) => call.agent === agent && call.order > order)?.key;
}
