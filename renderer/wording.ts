import { assertNever } from "../shared/assert.ts";
import type { CacheEvent, CauseGroup, Incident } from "../shared/cache/event.ts";
import { causeTitle, confidenceBadge } from "../shared/cache/wording.ts";
import {
  compactTokens,
  counted,
  exactCount,
  exactUsd,
  gapText,
  percentFigure,
  shortTokens,
  usd,
} from "../shared/format.ts";
import type { MarkKind } from "../shared/log/entry.ts";
import type { Usd } from "../shared/units.ts";
import type { ChangeKind, LaneChange } from "./selectors/lane-changes.ts";
import { modelName } from "../shared/model-name.ts";

export { modelName };

/** The cause in two or three words; the start of a subagent is not that of a session. */
export function eventTitle({ cause, agent }: Pick<CacheEvent, "cause" | "agent">): string {
  return cause === "cold-start" && agent !== undefined ? "Agent started" : causeTitle(cause);
}

/** Beside the title: how it is known, or for what needs no proof what it is. */
export function eventBadge(event: CacheEvent): string {
  if (event.kind === "start") return event.read > 0 ? "warm start" : "cold start";
  if (event.kind === "expected-rebuild") return "expected";
  return confidenceBadge(event);
}

/** What happened, in one or two sentences with the numbers. */
export function eventSentence(event: CacheEvent): string {
  if (event.lost === 0) return sentence(event.evidence[0] ?? "Nothing was lost.");
  const pause = event.gap === undefined ? "" : ` after a ${gapText(event.gap)} pause`;
  const what = event.kind === "expected-rebuild" ? "rebuilt on purpose" : "lost";
  return `${shortTokens(event.lost)} of ${shortTokens(event.expected)} ${what}${pause}. ${sentence(costText(event))}`;
}

/** The dollars of a loss and whose they are: only what the user could have helped is called avoidable. */
export function costText(event: CacheEvent): string {
  if (event.avoidable === undefined) return "no known price";
  const cost = bothCosts(event);
  const two = event.avoidableIf1h !== undefined;
  switch (event.group) {
    case "yours":
      return two ? `avoidable: ${cost}` : `${cost}, avoidable`;
    case "expected":
      return `writing it again cost ${cost}`;
    case "not-yours":
      return two ? `extra cost ${cost}; not yours to avoid` : `${cost} extra, not yours to avoid`;
    case "unknown":
      return two ? `extra cost ${cost}; whose doing is not known` : `${cost} extra, whose doing is not known`;
    default:
      return assertNever(event.group);
  }
}

/** `$1.08`; both amounts where the log does not say how long the written part was to live. */
export function bothCosts({ avoidable, avoidableIf1h }: CacheEvent): string {
  return avoidableIf1h === undefined
    ? usd(avoidable)
    : `${usd(avoidable)} if it lives 5 minutes, ${usd(avoidableIf1h)} if an hour`;
}

/** `one of 7 in a row, $0.42 a minute`. */
export function incidentText({ calls, costPerMinute }: Incident): string {
  const pace = costPerMinute === undefined ? "" : `, ${usd(costPerMinute)} a minute`;
  return `one of ${exactCount(calls)} in a row${pace}`;
}

/** What the dollars of a group are called. */
export function groupCostName(group: CauseGroup): string {
  switch (group) {
    case "yours":
      return "avoidable";
    case "expected":
      return "cost of rebuilding";
    case "not-yours":
    case "unknown":
      return "extra cost";
    default:
      return assertNever(group);
  }
}

/** `avoidable $1.0800`, for titles; `undefined` where none of the losses has a known price. */
export function groupCostText(group: CauseGroup, cost: Usd | undefined): string {
  return cost === undefined ? exactUsd(cost) : `${groupCostName(group)} ${exactUsd(cost)}`;
}

/** `98 breaks`, of the expected group `7 rebuilds`. */
export function groupCount(group: CauseGroup, events: number): string {
  return counted(events, group === "expected" ? "rebuild" : "break");
}

/** Breaks per 100 calls, as percents are written: `1.4`, `<0.1`. */
export function rateText(rate: number | undefined): string {
  return percentFigure(rate === undefined ? undefined : rate / 100).value;
}

/** The strongest evidence that says more than the sentence itself, which has the figures already. */
export function eventReason(event: CacheEvent): string | undefined {
  const reason = event.evidence.find((one) => !/^read /i.test(one));
  return reason === undefined || event.lost === 0 ? undefined : sentence(reason);
}

/** With a capital and a full stop, which evidence may lack. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

/** The loss as a chart label: `−139k`. */
export function lossText(event: CacheEvent): string {
  return `−${shortTokens(event.lost)}`;
}

/** What became of the lost part: written to the cache again, sent outside it, or both. */
export function repairText(event: CacheEvent): string {
  if (event.resent === 0) return `${compactTokens(event.rewritten)} written again`;
  if (event.rewritten === 0) return `${compactTokens(event.resent)} sent uncached`;
  return `${compactTokens(event.rewritten)} written again, ${compactTokens(event.resent)} sent uncached`;
}

/** A mark of the log in two or three words, sentence case. */
export function markTitle(mark: MarkKind): string {
  switch (mark) {
    case "prompt":
      return "Prompt";
    case "compaction":
      return "Compacted";
    case "microcompaction":
      return "Tool results cleared";
    case "compact-summary":
      return "Compaction summary";
    case "command":
      return "Command";
    case "interrupt":
      return "Interrupted";
    case "api-error":
      return "API error";
    case "resume":
      return "Session resumed";
    case "permission-mode":
      return "Permission mode changed";
    case "plan-mode":
      return "Plan mode changed";
    case "auto-mode":
      return "Auto mode changed";
    case "tools-delta":
      return "Tools added or removed";
    case "mcp-delta":
      return "MCP servers changed";
    case "agents-delta":
      return "Agents changed";
    case "skills":
      return "Skills changed";
    case "date-change":
      return "Date changed";
    case "remote-control":
      return "Remote control";
    case "tool-search":
      return "Tool search";
    case "model-fallback":
      return "Model fell back";
    case "fork":
      return "Goes on from another conversation";
    default:
      return assertNever(mark);
  }
}

const CHANGE_TITLES: Readonly<Record<ChangeKind, string>> = {
  model: "Model changed",
  effort: "Effort changed",
  version: "Version changed",
  lifetime: "Written lifetime changed",
};

export function changeTitle(kind: ChangeKind): string {
  return CHANGE_TITLES[kind];
}

/** `opus-5-5 to sonnet-5`. */
export function changeText({ kind, from, to }: LaneChange): string {
  return kind === "model" ? `${modelName(from)} to ${modelName(to)}` : `${from} to ${to}`;
}

/** `main`, or the subagent by the first eight characters of its id. */
export function laneName(agent: string | undefined): string {
  return agent === undefined ? "main" : `agent ${agent.slice(0, 8)}`;
}
