import { HISTORY_DEFINITIONS } from "./history-definitions.ts";

/** What each figure on screen means; the same words as in the docstrings of `shared/`. */
export const DEFINITIONS = {
  ...HISTORY_DEFINITIONS,
  hitRate:
    "Share of prompt tokens that were read from the cache: read ÷ (read + written + uncached). Tokens are summed first and then divided. The same definition as Claude Code's /usage.",
  context:
    "Prompt of the main lane's last call: read + written + uncached tokens. The line below is the change from the call before it.",
  calls:
    "Requests to the model, each counted once. Claude Code writes one response as several log lines; they are merged. Calls of subagents are included.",
  cost: "What the calls cost at list price. A subscription is not billed this way. The line below is what the same calls would have cost without any cache.",
  lost: "Tokens that could have been read from the cache and were not, by Claude Code's own rule: more than 5 % and at least 2 000 tokens short. The dollars are the extra cost at list price, and of it what you could have avoided; the rest is not yours or nobody can tell. Rebuilds that Claude Code does on purpose, such as a compaction, are not in it.",
  warm: "Until when the next call can still read its prefix. Safe: start of the last request + lifetime of the cache entry. Entries can live a little longer, up to the end of the response + lifetime + 15 s.",
  depth:
    "One bar for each call, as tall as its prompt. The hollow red part is what the call could have read, the whole prompt of the call before it, and did not.",
  hitRatePerCall:
    "Read ÷ (read + written + uncached) of each call by itself. A gap in the line is a call without a prompt.",
  lastCall: "The newest call of the main lane: what it read, wrote, sent outside the cache and got back.",
  happened:
    "Losses, rebuilds, starts and changes of this session, newest first. The badge tells who says so and how sure it is.",
  lanes:
    "When each lane made its calls, and above them what the log says happened: changes of model, effort, version or written lifetime between calls, compactions, changes of tools or MCP servers. A subagent has a prefix and a cache lifetime of its own; its calls never warm the main lane.",
  contextPeak: "The largest prompt of any call of the session.",
  tokens:
    "Every token of the session: read, written for 5 minutes, written for 1 hour, uncached, and output. The bar shows their shares.",
  breaks: "Calls that lost a part of the cached prefix. Rebuilds on purpose are not counted.",
  pause: "From the request before it on the same lane to this one.",
  output: "Tokens the model wrote. An unfinished response may show too few.",
  yours:
    "Losses by what you can do otherwise: a pause longer than the cache lives, a switch of model, effort or speed, tools or a prompt changed on your side. The dollars are what the lost part cost above reading it, at list price: written again or sent at its price, less the price of reading. Only these are called avoidable.",
  "not-yours":
    "Losses that nothing on your side explains and something else does: most likely the server, another tokenizer, older models that take thinking out, or agents that start at the same moment. The dollars are the extra cost at list price, not yours to avoid.",
  unknown:
    "Losses whose doing cannot be told from the log: the cause is not in it, or the prompt changed and nothing says by whom. The dollars are the extra cost at list price; whether it could be avoided is not known.",
  expected:
    "Rebuilds that Claude Code makes on purpose, such as a compaction: the prompt becomes shorter and its new head is written once. The dollars are the cost of writing it. They are no loss.",
  eventCost:
    "What the lost part cost above reading it from the cache, at list price. It is avoidable only in the group “Avoidable by you”; of a rebuild on purpose it is the cost of rebuilding.",
  breakRate:
    "Breaks ÷ calls × 100. Calls are summed first and then divided. Rebuilds on purpose are drawn hollow and are not in the rate. Below 100 calls there is no rate: one break more or less would move it by a point or more.",
  tierDrift:
    "Of all tokens written to the cache, the share that was written to live for 1 hour, for 5 minutes, or for a time the log does not tell. One hour costs 1.6 times as much to write. A fall of the 1-hour share means that shorter pauses already break the cache.",
  causes:
    "The events of the list by their cause. Choose one to see only its events; the title of a row says what to do about it.",
  confidence:
    "“Server says”: the response carried the reason. “In the log”: the log shows the change. “Likely”: inferred from times and figures. “Unclear”: it cannot be told.",
} as const;

export type DefinitionKey = keyof typeof DEFINITIONS;
