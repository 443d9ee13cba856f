import { eventOfRow, LOSS_JOIN } from "../analysis.ts";
import { BUCKET_TOTALS, bucketsOf } from "../bucket-schema.ts";
import { textOf, type Row } from "../row.ts";
import { TOTALS_COLUMNS } from "../session-summary.ts";
import {
  cellOf,
  exportTable,
  MACHINE,
  plain,
  PROJECT,
  SUMS,
  TOKENS,
  type ColumnOf,
  type ExportTable,
} from "./columns.ts";
import type { ExportSubject } from "../../../shared/question.ts";
import type { CacheEvent } from "../../../shared/cache/event.ts";
import { QUARTER_MS } from "../../../shared/usage/calendar.ts";

/** Conditions that pick the rows; their parameters come in this order. */
export type RowConditions = {
  /** On `call c`: of the logs asked about; `1` for all. */
  readonly scope: string;
  /** On a day in SQL: of the range asked for. */
  readonly range: (day: string) => string;
  /** The same without the zone, a day wider at each end: SQLite finds these in its index, and names the days of few. */
  readonly around: (column: "c.at" | "quarter") => string;
  /** On the columns of a call, or of a bucket: what the page is filtered by. */
  readonly only: (call: "c." | "") => string;
};

/** One export: its table, and the queries that its rows come from. */
export type ExportSource = {
  readonly table: ExportTable;
  /** The rows in order of day. */
  readonly rows: (conditions: RowConditions) => string;
  /** How many rows there are, as `number`. */
  readonly rowCount: (conditions: RowConditions) => string;
  /** As `number`, what the rows amount to: calls, or events. A row is one, or as many as its column `calls` says. */
  readonly steps: (conditions: RowConditions) => string;
  /** Where a row is a session: the session of each call, so that the first few are found without adding all of them up. */
  readonly sessionsInOrder?: (conditions: RowConditions) => string;
};

/** `local_day` is made by `nameDays`. */
const DAY = `local_day(c.at / ${QUARTER_MS})`;
const BUCKET_KEY = "local_day(quarter), project, model, lane";

/** The order of days too, and that of an index: the first of a million calls are there at once. Events are few, and sorted. */
const IN_TIME = "c.at, c.id";

const callsWhere = ({ scope, range, around, only }: RowConditions) =>
  `WHERE ${scope} AND ${around("c.at")} AND ${range(DAY)} AND ${only("c.")}`;
const bucketsWhere = ({ scope, range, around, only }: RowConditions) =>
  `FROM ${scope === "1" ? "bucket" : bucketsOf(scope)} ` +
  `WHERE calls <> 0 AND ${around("quarter")} AND ${range("local_day(quarter)")} AND ${only("")}`;
// There are far fewer events than calls: begun from the calls of a month they took 150 ms and not 1 (2026-11-21).
const eventsWhere = (conditions: RowConditions) =>
  `FROM event e JOIN call c ON c.id = e.call ${callsWhere({ ...conditions, around: () => "1" })} AND e.kind <> 'start'`;
const callCount = (conditions: RowConditions) =>
  `SELECT count(*) AS number FROM call c ${callsWhere(conditions)}`;
const eventCount = (conditions: RowConditions) => `SELECT count(*) AS number ${eventsWhere(conditions)}`;

const usage: ExportSource = {
  table: exportTable(
    (row) => row,
    [plain("day", "day"), PROJECT, plain("model", "text"), plain("lane", "text"), ...SUMS, MACHINE],
  ),
  rows: (conditions) =>
    `SELECT local_day(quarter) AS day, project, model, lane, ${BUCKET_TOTALS} ${bucketsWhere(conditions)} ` +
    `GROUP BY ${BUCKET_KEY} ORDER BY ${BUCKET_KEY}`,
  rowCount: (conditions) =>
    `SELECT count(*) AS number FROM (SELECT DISTINCT ${BUCKET_KEY} ${bucketsWhere(conditions)})`,
  steps: (conditions) => `SELECT coalesce(sum(calls), 0) AS number ${bucketsWhere(conditions)}`,
};

/** Where nothing was lost the cost of it is zero; outside the group `yours` nothing was avoidable. */
const LOSS_COSTS: readonly ColumnOf<Row>[] = [
  { name: "lostUsd", kind: "usd", of: (row) => (isLoss(row) ? cellOf(row, "avoidable") : 0) },
  {
    name: "avoidableUsd",
    kind: "usd",
    of: (row) => (isLoss(row) && row["grp"] === "yours" ? cellOf(row, "avoidable") : 0),
  },
];

/** Of a row with the column `kind` of `event`: `null` for a call without a loss. */
function isLoss(row: Row): boolean {
  return row["kind"] === "invalidation" || row["kind"] === "expected-rebuild";
}

const calls: ExportSource = {
  table: exportTable((row) => row, [
    plain("key", "text"),
    plain("at", "time"),
    plain("day", "day"),
    plain("session", "text"),
    PROJECT,
    plain("lane", "text"),
    plain("agent", "text"),
    plain("model", "text"),
    plain("version", "text"),
    plain("effort", "text"),
    plain("speed", "text"),
    plain("geo", "text"),
    plain("serverToolUses", "count", "server_tools"),
    ...TOKENS,
    plain("costUsd", "usd", "cost"),
    plain("costWithoutCacheUsd", "usd", "cost_without_cache"),
    plain("serverReason", "text", "reason"),
    plain("kind", "text"),
    plain("cause", "text"),
    plain("group", "text", "grp"),
    { name: "lost", kind: "count", of: (row) => cellOf(row, "lost") ?? 0 },
    ...LOSS_COSTS,
    MACHINE,
  ] satisfies ColumnOf<Row>[]),
  rows: (conditions) =>
    `SELECT c.key, c.at, ${DAY} AS day, c.session, c.project, c.lane, c.agent, c.model, c.version, c.effort, c.speed, ` +
    "c.geo, c.server_tools, c.uncached, c.read, c.write_5m, c.write_1h, c.write_unknown, c.output, c.cost, " +
    "c.cost_without_cache, c.reason, e.kind, e.cause, e.grp, e.lost, e.avoidable " +
    `FROM call c ${LOSS_JOIN} ${callsWhere(conditions)} ORDER BY ${IN_TIME}`,
  rowCount: callCount,
  steps: callCount,
};

const sessions: ExportSource = {
  table: exportTable((row) => row, [
    plain("session", "text"),
    plain("day", "day"),
    plain("firstAt", "time", "first_at"),
    plain("lastAt", "time", "last_at"),
    PROJECT,
    {
      name: "models",
      kind: "texts",
      of: (row) => JSON.parse(textOf(row, "models")) as readonly string[],
    },
    plain("agents", "count"),
    plain("contextPeak", "count", "peak"),
    ...SUMS,
    MACHINE,
  ] satisfies ColumnOf<Row>[]),
  // The project is the one that the page shows: of the session's main log.
  rows: (conditions) =>
    `SELECT c.session, local_day(min(c.at) / ${QUARTER_MS}) AS day, min(c.at) AS first_at, max(c.at) AS last_at, ` +
    "coalesce((SELECT json_extract(s.value, '$.project') FROM session_summary s WHERE s.session = c.session), " +
    "min(c.project)) AS project, json_group_array(DISTINCT c.model ORDER BY c.model) AS models, " +
    "count(DISTINCT c.agent) AS agents, " +
    "max(c.uncached + c.read + c.write_5m + c.write_1h + c.write_unknown) AS peak, " +
    `${TOTALS_COLUMNS} FROM call c ${LOSS_JOIN} ${callsWhere(conditions)} ` +
    "GROUP BY c.session ORDER BY day, first_at, c.session",
  rowCount: (conditions) =>
    `SELECT count(DISTINCT c.session) AS number FROM call c ${callsWhere(conditions)}`,
  steps: callCount,
  sessionsInOrder: (conditions) =>
    `SELECT c.session FROM call c ${callsWhere(conditions)} ORDER BY ${IN_TIME}`,
};

type EventSource = { readonly row: Row; readonly event: CacheEvent };

const fromRow = (column: ColumnOf<Row>): ColumnOf<EventSource> => ({
  ...column,
  of: ({ row }, context) => column.of(row, context),
});

/** Under the names of `events --format json`. */
const events: ExportSource = {
  table: exportTable((row) => ({ row, event: eventOfRow(row) }), [
    fromRow(plain("key", "text")),
    { name: "messageId", kind: "text", of: ({ event }) => event.messageId },
    fromRow(plain("at", "time")),
    fromRow(plain("day", "day")),
    { name: "session", kind: "text", of: ({ event }) => event.session },
    fromRow(PROJECT),
    { name: "lane", kind: "text", of: ({ event }) => event.lane },
    { name: "agent", kind: "text", of: ({ event }) => event.agent },
    { name: "model", kind: "text", of: ({ event }) => event.model },
    { name: "version", kind: "text", of: ({ event }) => event.version },
    { name: "kind", kind: "text", of: ({ event }) => event.kind },
    { name: "cause", kind: "text", of: ({ event }) => event.cause },
    { name: "confidence", kind: "text", of: ({ event }) => event.confidence },
    { name: "group", kind: "text", of: ({ event }) => event.group },
    { name: "also", kind: "texts", of: ({ event }) => event.also },
    { name: "expected", kind: "count", of: ({ event }) => event.expected },
    { name: "read", kind: "count", of: ({ event }) => event.read },
    { name: "lost", kind: "count", of: ({ event }) => event.lost },
    {
      name: "gapSeconds",
      kind: "number",
      of: ({ event: { gap } }) => (gap === undefined ? undefined : gap / 1000),
    },
    { name: "ttl", kind: "text", of: ({ event }) => event.ttl },
    ...LOSS_COSTS.map(fromRow),
    { name: "serverReason", kind: "text", of: ({ event }) => event.serverReason },
    { name: "evidence", kind: "texts", of: ({ event }) => event.evidence },
    { name: "ruledOut", kind: "texts", of: ({ event }) => event.ruledOut },
    MACHINE,
  ] satisfies ColumnOf<EventSource>[]),
  rows: (conditions) =>
    `SELECT c.key, c.at, ${DAY} AS day, c.project, e.kind, e.grp, e.avoidable, e.value ` +
    `${eventsWhere(conditions)} ORDER BY ${DAY}, c.at, c.id, e.kind`,
  rowCount: eventCount,
  steps: eventCount,
};

export const EXPORT_SOURCES: { readonly [subject in ExportSubject]: ExportSource } = {
  usage,
  calls,
  sessions,
  events,
};
