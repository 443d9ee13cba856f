import { advice } from "../../shared/cache/advice.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { causeTitle, confidenceBadge, groupTitle } from "../../shared/cache/wording.ts";
import type { CallView } from "../../shared/feed.ts";
import { exactCount, exactUsd, gapText, percent } from "../../shared/format.ts";
import type { EpochMs } from "../../shared/units.ts";
import { promptTokens, type TokenUsage } from "../../shared/usage/token-usage.ts";
import { bothCosts, groupCostName, incidentText, sentence } from "../wording.ts";

/** A call and the one whose prefix it could have read, as far as they are known. */
export type ReportedCalls = { readonly call: CallView | undefined; readonly before: CallView | undefined };

const LIFETIMES = { "5m": "5 minutes", "1h": "1 hour" } as const;

/** The call of an event, and the one before it on its lane where the figures prove that it is the one to read from. */
export function reportedCalls(event: CacheEvent, calls: readonly CallView[]): ReportedCalls {
  const lane = calls.filter(({ agent }) => agent === event.agent);
  const place = lane.findIndex(({ key }) => key === event.callKey);
  const call = lane[place];
  const before = place < 1 ? undefined : lane[place - 1];
  if (call === undefined || before === undefined) return { call, before: undefined };
  const left = promptTokens(before.usage) - before.usage.uncachedInput;
  return { call, before: Math.min(left, promptTokens(call.usage)) === event.expected ? before : undefined };
}

/**
 * One event as Markdown for a bug report. It holds figures and words of our own, and nothing that a person or a tool
 * wrote: no prompt, reply, path, project or session.
 */
export function redactedReport(event: CacheEvent, { call, before }: ReportedCalls): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Message id", event.messageId === undefined ? "not in the log" : code(event.messageId)],
    ["Request id", event.requestId === undefined ? "not in the log" : code(event.requestId)],
    ["Time", utc(event.at)],
    ["Model", code(event.model)],
    ["Claude Code", event.version === undefined ? "version not in the log" : code(event.version)],
    ["Effort", call?.effort === undefined ? undefined : code(call.effort)],
    ["Lane", event.agent === undefined ? "main conversation" : "subagent"],
    [
      "Pause before",
      event.gap === undefined ? "not known" : `${gapText(event.gap)} (${exactCount(event.gap / 1000)} s)`,
    ],
    ["Lost part was written for", event.ttl === undefined ? "not logged" : LIFETIMES[event.ttl]],
    ["Server’s own reason", event.serverReason === undefined ? "none given" : code(event.serverReason)],
    ["Whose doing", groupTitle(event.group)],
    ["Confidence", `${event.confidence} (${confidenceBadge(event)})`],
    [
      "Also supported by the log",
      event.also.length === 0 ? undefined : event.also.map(causeTitle).join(", "),
    ],
    ["Token inflation", event.inflation === undefined ? undefined : `+${percent(event.inflation)}`],
    ["Incident", event.incident && incidentLine(event.incident)],
  ];
  return [
    `# Prompt cache: ${causeTitle(event.cause)} (\`${event.cause}\`)`,
    facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${value}`])).join("\n"),
    "## Tokens",
    tokensTable(event, { call, before }),
    event.lost === 0 ? undefined : lossLine(event),
    "## Evidence",
    list(event.evidence, "The log holds nothing that explains it."),
    "## Ruled out",
    list(event.ruledOut, "Nothing had to be: see the evidence."),
    "## What to do",
    advice(event.cause),
    "---",
    "Made by Prefixwatch from the usage figures in a local log. Left out: every prompt, reply and tool text; " +
      "request, session and agent ids; project, folder and account names. Dollars are list price.",
  ]
    .filter((part) => part !== undefined)
    .join("\n\n")
    .concat("\n");
}

const ROWS: readonly { readonly name: string; readonly of: (usage: TokenUsage) => number }[] = [
  { name: "Read from cache", of: ({ cacheRead }) => cacheRead },
  { name: "Written, 5 minutes", of: ({ cacheWrite5m }) => cacheWrite5m },
  { name: "Written, 1 hour", of: ({ cacheWrite1h }) => cacheWrite1h },
  { name: "Written, lifetime not logged", of: ({ cacheWriteUnknownTtl }) => cacheWriteUnknownTtl },
  { name: "Uncached input", of: ({ uncachedInput }) => uncachedInput },
  { name: "Whole prompt", of: promptTokens },
  { name: "Output", of: ({ output }) => output },
];

function tokensTable(event: CacheEvent, { call, before }: ReportedCalls): string {
  if (call === undefined) {
    return `Read ${exactCount(event.read)}; the other figures of the call were not at hand.`;
  }
  const head =
    before === undefined
      ? ["| | this call |", "|---|---:|"]
      : ["| | call before | this call |", "|---|---:|---:|"];
  const rows = ROWS.map(({ name, of }) => {
    const figures = [...(before === undefined ? [] : [before]), call].map(({ usage }) =>
      exactCount(of(usage)),
    );
    return `| ${name} | ${figures.join(" | ")} |`;
  });
  const times = before === undefined ? [utc(call.at)] : [utc(before.at), utc(call.at)];
  return [...head, `| Time | ${times.join(" | ")} |`, ...rows].join("\n");
}

function lossLine(event: CacheEvent): string {
  const { expected, read, lost, rewritten, resent } = event;
  const cost =
    event.avoidable === undefined
      ? "no known price"
      : `${groupCostName(event.group)} ${event.avoidableIf1h === undefined ? exactUsd(event.avoidable) : bothCosts(event)}`;
  const share = expected === 0 ? "" : ` (${percent(lost / expected)})`;
  return (
    `Could have read ${exactCount(expected)}, read ${exactCount(read)}: ${exactCount(lost)} lost${share}, of it ` +
    `${exactCount(rewritten)} written again and ${exactCount(resent)} sent uncached; ${cost}.`
  );
}

function incidentLine(incident: NonNullable<CacheEvent["incident"]>): string {
  const all = `${exactCount(incident.lost)} tokens lost in all`;
  return `${incidentText(incident)}, ${all}${incident.runaway ? ", runaway" : ""}`;
}

function list(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.map((item) => `- ${plain(sentence(item))}`).join("\n");
}

function utc(at: EpochMs | undefined): string {
  return at === undefined ? "not in the log" : new Date(at).toISOString();
}

/** A word out of the log as code: it comes from a file, so nothing in it may end the line or the code. */
function code(text: string): string {
  return `\`${plain(text).replaceAll("`", "'")}\``;
}

function plain(text: string): string {
  // Control characters are what this takes out.
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f|<>]/g, " ").slice(0, 300);
}
