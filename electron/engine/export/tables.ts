import { eventOfRow, LOSS_JOIN } from "../analysis.ts";
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
  type ExportSubject,
  type ExportTable,
} from "./columns.ts";
import type { CacheEvent } from "../../../shared/cache/event.ts";

/** One export: its table, and the queries that its rows come from. */
export type ExportSource = {
  readonly table: ExportTable;
  /** The rows in order of day, of the calls that `where` admits. */
  readonly rows: (where: string) => string;
  /** The same rows, counted as `rows`. */
  readonly rowCount: (where: string) => string;
  /** How many steps the rows are in all: calls, or events. A row is one step, or as many as its column `calls` says. */
  readonly steps: (where: string) => string;
};

/** SQL function of an instant: its day in the zone asked for, or NULL. */
export const LOCAL_DAY = "local_day";

const DAY = `${LOCAL_DAY}(c.at)`;
const USAGE_KEY = `${DAY}, c.project, c.model, c.lane`;
const CALLS = `FROM call c ${LOSS_JOIN} WHERE`;
const EVENTS = "FROM event e JOIN call c ON c.id = e.call WHERE e.kind <> 'start' AND";

const callCount = (where: string) => `SELECT count(*) AS rows FROM call c WHERE ${where}`;

const usage: ExportSource = {
  table: exportTable((row) => row, [
    plain("day", "day"),
    PROJECT,
    plain("model", "text"),
    plain("lane", "text"),
    ...SUMS,
    MACHINE,
  ] satisfies ColumnOf<Row>[]),
  rows: (where) =>
    `SELECT ${DAY} AS day, c.project, c.model, c.lane, ${TOTALS_COLUMNS} ${CALLS} ${where} ` +
    `GROUP BY ${USAGE_KEY} ORDER BY ${USAGE_KEY}`,
  rowCount: (where) =>
    `SELECT count(*) AS rows FROM (SELECT DISTINCT ${USAGE_KEY} FROM call c WHERE ${where})`,
  steps: callCount,
};

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
    { name: "lostUsd", kind: "usd", of: (row) => (row["kind"] === null ? 0 : cellOf(row, "avoidable")) },
    {
      name: "avoidableUsd",
      kind: "usd",
      of: (row) => (row["grp"] === "yours" ? cellOf(row, "avoidable") : 0),
    },
    MACHINE,
  ] satisfies ColumnOf<Row>[]),
  rows: (where) =>
    `SELECT c.key, c.at, ${DAY} AS day, c.session, c.project, c.lane, c.agent, c.model, c.version, c.effort, c.speed, ` +
    "c.geo, c.server_tools, c.uncached, c.read, c.write_5m, c.write_1h, c.write_unknown, c.output, c.cost, " +
    "c.cost_without_cache, c.reason, e.kind, e.cause, e.grp, e.lost, e.avoidable " +
    `${CALLS} ${where} ORDER BY ${DAY}, c.at, c.id`,
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
  rows: (where) =>
    `SELECT c.session, ${LOCAL_DAY}(min(c.at)) AS day, min(c.at) AS first_at, max(c.at) AS last_at, ` +
    "coalesce((SELECT json_extract(s.value, '$.project') FROM session_summary s WHERE s.session = c.session), " +
    "min(c.project)) AS project, json_group_array(DISTINCT c.model ORDER BY c.model) AS models, " +
    "count(DISTINCT c.agent) AS agents, " +
    "max(c.uncached + c.read + c.write_5m + c.write_1h + c.write_unknown) AS peak, " +
    `${TOTALS_COLUMNS} ${CALLS} ${where} GROUP BY c.session ORDER BY day, first_at, c.session`,
  rowCount: (where) => `SELECT count(DISTINCT c.session) AS rows FROM call c WHERE ${where}`,
  steps: callCount,
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
    fromRow(plain("avoidableUsd", "usd", "avoidable")),
    { name: "serverReason", kind: "text", of: ({ event }) => event.serverReason },
    { name: "evidence", kind: "texts", of: ({ event }) => event.evidence },
    { name: "ruledOut", kind: "texts", of: ({ event }) => event.ruledOut },
    MACHINE,
  ] satisfies ColumnOf<EventSource>[]),
  rows: (where) =>
    `SELECT c.key, c.at, ${DAY} AS day, c.project, e.avoidable, e.value ` +
    `${EVENTS} ${where} ORDER BY ${DAY}, c.at, c.id, e.kind`,
  rowCount: (where) => `SELECT count(*) AS rows ${EVENTS} ${where}`,
  steps: (where) => `SELECT count(*) AS rows ${EVENTS} ${where}`,
};

export const EXPORT_SOURCES: { readonly [subject in ExportSubject]: ExportSource } = {
  usage,
  calls,
  sessions,
  events,
};
