import { parseArgs } from "node:util";
import { stringify } from "csv-stringify/sync";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { askLedger, sayNoLogs } from "./ledger-question.ts";
import { RANGE_OPTIONS, readRange, type OutputFormat } from "./range-arguments.ts";
import { textTable } from "./text-table.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { causeTitle, confidenceBadge } from "../../shared/cache/wording.ts";
import { calendar } from "../../shared/usage/calendar.ts";
import { guardFormula } from "../../shared/formula-guard.ts";
import { clockTime, compactTokens, gapText, NO_DATA, usd } from "../../shared/format.ts";

const OPTIONS = { ...ENGINE_OPTIONS, ...RANGE_OPTIONS } as const;

/** Prints every call that read less than it could have, and every note, newest first. The exit code. */
export function events(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const range = readRange(values);
  if (typeof range === "number") return range;
  return askLedger(readEngineArguments(args), ({ queries, walk, rootPaths }) => {
    const bounded = range.from !== undefined || range.to !== undefined;
    const found = queries.events(bounded ? range : undefined);
    if (walk?.files.length === 0 && found.length === 0) return sayNoLogs(rootPaths);
    process.stdout.write(render(found, range.format, range.zone));
    return 0;
  });
}

function render(found: readonly CacheEvent[], format: OutputFormat, zone: string): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ schema: 1, rows: found.map(eventFields) }, undefined, 1)}\n`;
    case "csv": {
      const rows = found.map((event) => ({
        ...eventFields(event),
        also: event.also.join("; "),
        evidence: event.evidence.join("; "),
        ruledOut: event.ruledOut.join("; "),
      }));
      return stringify(rows, { header: true, columns: [...FIELD_NAMES], cast: { string: guardFormula } });
    }
    case "table":
      return table(found, zone);
  }
}

/** The stable names of the command line (design/architecture.md); null is "not known". Dollars as in exports. */
function eventFields(event: CacheEvent) {
  const lostUsd = event.kind === "note" ? 0 : (event.avoidable ?? null);
  return {
    messageId: event.messageId ?? null,
    at: event.at === undefined ? null : new Date(event.at).toISOString(),
    session: event.session,
    lane: event.lane,
    agent: event.agent ?? null,
    model: event.model,
    kind: event.kind,
    cause: event.cause,
    confidence: event.confidence,
    group: event.group,
    also: event.also,
    expected: event.expected,
    read: event.read,
    lost: event.lost,
    gapSeconds: event.gap === undefined ? null : event.gap / 1000,
    ttl: event.ttl ?? null,
    lostUsd,
    avoidableUsd: event.group === "yours" ? lostUsd : 0,
    serverReason: event.serverReason ?? null,
    evidence: event.evidence,
    ruledOut: event.ruledOut,
  };
}

const FIELD_NAMES = [
  "messageId",
  "at",
  "session",
  "lane",
  "agent",
  "model",
  "kind",
  "cause",
  "confidence",
  "group",
  "also",
  "expected",
  "read",
  "lost",
  "gapSeconds",
  "ttl",
  "lostUsd",
  "avoidableUsd",
  "serverReason",
  "evidence",
  "ruledOut",
] satisfies (keyof ReturnType<typeof eventFields>)[];

function table(found: readonly CacheEvent[], zone: string): string {
  if (found.length === 0) return "No call read less than it could have.\n";
  const columns = [
    { head: "When", right: false },
    { head: "Cause", right: false, gives: true },
    { head: "", right: false },
    { head: "Lost", right: true },
    { head: "Gap", right: true },
    { head: "Cost", right: true },
  ];
  const rows = found.map((event) => [
    timeText(event.at, zone),
    causeTitle(event.cause),
    event.kind === "expected-rebuild" ? "expected" : confidenceBadge(event),
    compactTokens(event.lost),
    gapText(event.gap),
    usd(event.avoidable),
  ]);
  return textTable(columns, rows);
}

/** `2026-08-14 06:33` in the zone asked for. */
function timeText(at: number | undefined, zone: string): string {
  if (at === undefined) return NO_DATA;
  return `${calendar(zone)(at, "day")} ${clockTime(at, { locale: "en-GB", timeZone: zone })}`;
}
