import type { CauseGroup } from "../../shared/cache/event.ts";
import type { CallView, SessionDetail } from "../../shared/feed.ts";
import type { AnswerTo, Question, TierDay, TrendRow } from "../../shared/question.ts";
import { calendar } from "../../shared/usage/calendar.ts";

type Asked = Extract<Question, { readonly kind: "invalidations" }>;

/** What an engine that knows these sessions would answer. */
export function sampleInvalidations(
  details: readonly SessionDetail[],
  { from, to, zone }: Asked,
): AnswerTo<"invalidations"> {
  const nameOf = calendar(zone);
  const inside = ({ at }: { readonly at: number | undefined }) => {
    if (at === undefined) return from === undefined && to === undefined;
    const day = nameOf(at, "day");
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  };
  const calls = details.flatMap(({ calls: all, summary }) =>
    all.filter(inside).map((call) => ({ call, project: summary.project })),
  );
  const events = details
    .flatMap((detail) => detail.events)
    .filter((event) => event.kind !== "start" && inside(event))
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const groupOf = new Map(
    events.flatMap((event) => (event.lost > 0 ? [[event.callKey, event] as const] : [])),
  );
  const rows = (keyOf: (call: CallView, project: string) => string): readonly TrendRow[] =>
    [...Map.groupBy(calls, ({ call, project }) => keyOf(call, project))]
      .map(([key, some]): TrendRow => {
        const losses = (group: CauseGroup) => {
          const own = some.flatMap(({ call }) => {
            const event = groupOf.get(call.key);
            return event?.group === group ? [event] : [];
          });
          return {
            events: own.length,
            lost: own.reduce((sum, { lost }) => sum + lost, 0),
            cost: own.reduce((sum, { avoidable }) => sum + (avoidable ?? 0), 0),
            unpriced: own.filter(({ avoidable }) => avoidable === undefined).length,
          };
        };
        return {
          key,
          calls: some.length,
          losses: {
            yours: losses("yours"),
            expected: losses("expected"),
            "not-yours": losses("not-yours"),
            unknown: losses("unknown"),
          },
        };
      })
      .sort((a, b) => a.key.localeCompare(b.key, "en", { numeric: true }));
  const none = { events: 0, lost: 0, cost: 0, unpriced: 0 };
  const empty = { yours: none, expected: none, "not-yours": none, unknown: none };
  return {
    kind: "invalidations",
    events,
    eventCount: events.length,
    all: rows(() => "")[0] ?? { key: "", calls: 0, losses: empty },
    byWeek: rows(({ at }) => nameOf(at ?? 0, "week")),
    byVersion: rows(({ version }) => version ?? "no version"),
    byProject: rows((_, project) => project),
    tiers: [...Map.groupBy(calls, ({ call }) => nameOf(call.at ?? 0, "day"))]
      .map(([day, some]): TierDay => {
        const sum = (kind: "cacheWrite5m" | "cacheWrite1h" | "cacheWriteUnknownTtl") =>
          some.reduce((total, { call }) => total + call.usage[kind], 0);
        return {
          day,
          write5m: sum("cacheWrite5m"),
          write1h: sum("cacheWrite1h"),
          writeUnknown: sum("cacheWriteUnknownTtl"),
        };
      })
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}
