/** What each figure on screen means; the same words as in the docstrings of `shared/`. */
export const DEFINITIONS = {
  hitRate:
    "Share of prompt tokens that were read from the cache: read ÷ (read + written + uncached). Tokens are summed first and then divided. The same definition as Claude Code's /usage.",
  context:
    "Prompt of the main lane's last call: read + written + uncached tokens. The line below is the change from the call before it.",
  calls:
    "Requests to the model, each counted once. Claude Code writes one response as several log lines; they are merged. Calls of subagents are included.",
  cost: "What the calls cost at list price. A subscription is not billed this way. The line below is what the same calls would have cost without any cache.",
  lost: "Tokens that could have been read from the cache and were not, by Claude Code's own rule: more than 5 % and at least 2 000 tokens short. The dollars are the extra cost at list price. Rebuilds that Claude Code does on purpose, such as a compaction, are not in it.",
  warm: "Until when the next call can still read its prefix. Safe: start of the last request + lifetime of the cache entry. Entries can live a little longer, up to the end of the response + lifetime + 15 s.",
  depth:
    "One bar for each call, as tall as its prompt. The hollow red part is what the call could have read, the whole prompt of the call before it, and did not.",
  hitRatePerCall:
    "Read ÷ (read + written + uncached) of each call by itself. A gap in the line is a call without a prompt.",
  lastCall: "The newest call of the main lane: what it read, wrote, sent outside the cache and got back.",
  happened:
    "Losses, rebuilds and starts of this session, newest first. The badge tells who says so and how sure it is.",
  lanes:
    "When each lane made its calls. A subagent has a prefix and a cache lifetime of its own; its calls never warm the main lane.",
  contextPeak: "The largest prompt of any call of the session.",
  tokens:
    "Every token of the session: read, written for 5 minutes, written for 1 hour, uncached, and output. The bar shows their shares.",
  breaks: "Calls that lost a part of the cached prefix. Rebuilds on purpose are not counted.",
  pause: "From the request before it on the same lane to this one.",
  output: "Tokens the model wrote. An unfinished response may show too few.",
  confidence:
    "“Server says”: the response carried the reason. “In the log”: the log shows the change. “Likely”: inferred from times and figures. “Unclear”: it cannot be told.",
} as const;

export type DefinitionKey = keyof typeof DEFINITIONS;
