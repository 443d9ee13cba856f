import { assertNever } from "../shared/assert.ts";
import type { CacheEvent } from "../shared/cache/event.ts";
import { compactTokens, gapText, shortTokens, usd } from "../shared/format.ts";
import type { MarkKind } from "../shared/log/entry.ts";

/** What happened, in one or two sentences with the numbers. */
export function eventSentence(event: CacheEvent): string {
  if (event.lost === 0) return sentence(event.evidence[0] ?? "Nothing was lost.");
  const pause = event.gap === undefined ? "" : ` after a ${gapText(event.gap)} pause`;
  if (event.kind === "expected-rebuild") {
    const cost = event.avoidable === undefined ? "" : ` Writing it again cost ${usd(event.avoidable)}.`;
    return `${shortTokens(event.lost)} of ${shortTokens(event.expected)} rebuilt on purpose${pause}; no loss counted.${cost}`;
  }
  const cost = event.avoidable === undefined ? "No known price." : `${usd(event.avoidable)} extra.`;
  return `${shortTokens(event.lost)} of ${shortTokens(event.expected)} lost${pause}. ${cost}`;
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

/** `main`, or the subagent by the first eight characters of its id. */
export function laneName(agent: string | undefined): string {
  return agent === undefined ? "main" : `agent ${agent.slice(0, 8)}`;
}

/** `claude-opus-5-5-20261001` → `opus-5-5`: the maker and the date say nothing here. */
export function modelName(model: string): string {
  return model.replace(/^claude-/, "").replace(/-\d{8}$/, "");
}
