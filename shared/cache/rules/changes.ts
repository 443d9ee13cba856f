import { findCommand, findMark, isFloor, isFull, type Miss, type Rule } from "./rule.ts";
import { changesOnlySpeed } from "./switches.ts";
import type { Cause } from "../event.ts";
import { bareModelId } from "../../cost/price-table.ts";
import { compactTokens, exactCount } from "../../format.ts";
import { promptTokens } from "../../usage/token-usage.ts";

/** The server's reasons that name a change. The others only say that nothing was compared. */
const DECISIVE: ReadonlyMap<string, Cause> = new Map([
  ["tools_changed", "tools-changed"],
  ["system_changed", "system-changed"],
  ["messages_changed", "messages-changed"],
  ["model_changed", "model-switch"],
] satisfies [string, Cause][]);

/** The server's own word on which part of the request differs from the one before. Its type counts, its figure does not. */
export const serverReason: Rule = (miss) => {
  const reason = miss.step.chainCall.call.serverReason;
  const named = typeof reason === "object" ? DECISIVE.get(reason.type) : undefined;
  if (typeof reason !== "object" || named === undefined) return undefined;
  // Since fast mode `model_changed` tells of the model or of the speed; the log knows which.
  const cause = named === "model-switch" && changesOnlySpeed(miss) ? "speed-switch" : named;
  return { cause, confidence: "certain", evidence: [`The server’s own reason: ${reason.type}`] };
};

/** The session went on in another process: its prompt is put together anew, and not always to the same bytes. */
export const resume: Rule = (miss) => {
  const from = miss.before.chainCall.call.place.version;
  const to = miss.step.chainCall.call.place.version;
  if (from !== undefined && to !== undefined && from !== to) {
    const evidence = [`Claude Code went from ${from} to ${to} between the two calls`];
    return { cause: "resume-miss", confidence: "certain", evidence, local: true };
  }
  const again =
    findMark(miss, "resume") ?? findCommand(miss, "exit", "quit", "login", "logout", "resume", "continue");
  if (again === undefined) return { ruledOut: "The same version, no restart and no login" };
  const what = again.mark === "command" ? `/${again.detail ?? ""}` : "a resume";
  const evidence = [`The log holds ${what} between the two calls`];
  return { cause: "resume-miss", confidence: "likely", evidence, local: true };
};

/** ToolSearch loads a deferred tool; from 2.1.217 on it no longer touches the prefix (0 of 16 in real logs). */
const TOOL_SEARCH_KEEPS = "2.1.217";

export const toolsChanged: Rule = (miss) => {
  const mark = findMark(miss, "remote-control", "tools-delta", "mcp-delta", "agents-delta");
  const search = findMark(miss, "tool-search");
  const loads = search !== undefined && isBefore(miss.step.chainCall.call.place.version, TOOL_SEARCH_KEEPS);
  if (findCommand(miss, "mcp", "plugin", "plugins", "permissions") !== undefined && mark === undefined) {
    return headChange(miss, "A command that can change the tools stands between the two calls");
  }
  if (mark !== undefined) return headChange(miss, TOOL_MARKS[mark.mark] ?? "The list of tools changed");
  if (loads) return headChange(miss, "A deferred tool was loaded with ToolSearch");
  return { ruledOut: "No change of tools in the log" };
};

const TOOL_MARKS: { readonly [mark: string]: string } = {
  "remote-control": "Remote control was connected, which brings tools of its own",
  "tools-delta": "The list of deferred tools changed",
  "mcp-delta": "An MCP server changed its instructions",
  "agents-delta": "The list of agents changed",
};

/** Tools stand first in a prompt: a change of them leaves nothing, or the head before them. */
function headChange(miss: Miss, sentence: string): ReturnType<Rule> {
  if (!isFull(miss) && !isFloor(miss)) return { ruledOut: `${sentence}, but more than the head was read` };
  return { cause: "tools-changed", confidence: "likely", evidence: [sentence], local: true };
}

/** The last turn's thinking is taken out at the next prompt by models that keep only one turn of it. */
const STRIPS_THINKING =
  /^claude-(?:3-|haiku-4-5|sonnet-4-5|sonnet-4-2|sonnet-4-0|opus-4-1|opus-4-2|opus-4-0)/;

export const thinkingStrip: Rule = (miss) => {
  const { model, usage } = miss.step.chainCall.call.figures;
  const prompt = findMark(miss, "prompt");
  if (!STRIPS_THINKING.test(bareModelId(model)) || prompt === undefined || isFull(miss)) return undefined;
  const before = promptTokens(miss.before.chainCall.call.figures.usage);
  const after = promptTokens(usage);
  // What was taken out must be missing: a prompt that only grew says nothing of it.
  if (after >= before) return undefined;
  const evidence = [
    `A new prompt to ${model}, which drops the thinking of earlier turns and so changes the messages`,
    `The prompt went from ${exactCount(before)} to ${exactCount(after)} tokens`,
  ];
  return { cause: "thinking-strip", confidence: "likely", evidence };
};

/** A read walks back 20 blocks at most from a breakpoint to find what an earlier request wrote. */
const LOOKBACK_BLOCKS = 20;

export const lookback: Rule = (miss) => {
  const { blocksSince } = miss.step.chainCall;
  if (blocksSince < LOOKBACK_BLOCKS || isFull(miss)) return undefined;
  const evidence = [
    `${exactCount(blocksSince)} content blocks came between the two calls; a read looks back over 20`,
  ];
  return { cause: "lookback", confidence: "likely", evidence };
};

/** An interrupt or an edit takes messages back, so the prompts part somewhere in the conversation. */
export const messagesChanged: Rule = (miss) => {
  const { cacheRead } = miss.step.chainCall.call.figures.usage;
  if (isFull(miss)) return undefined;
  const rollback = miss.olderPrefixes.indexOf(cacheRead);
  const depth = `The read stops where an older call ended, ${rollback + 2} calls back, at ${compactTokens(cacheRead)} tokens`;
  if (findMark(miss, "interrupt") !== undefined) {
    const evidence = ["A reply was interrupted between the two calls", ...(rollback < 0 ? [] : [depth])];
    return { cause: "messages-changed", confidence: "likely", evidence, local: true };
  }
  if (rollback < 0) return { ruledOut: "The read does not stop where an older call ended" };
  return { cause: "messages-changed", confidence: "likely", evidence: [depth] };
};

/** Whether a version such as `2.1.114` is older than another. An unknown one is not. */
function isBefore(version: string | undefined, other: string): boolean {
  if (version === undefined) return false;
  const [a, b] = [version, other].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
