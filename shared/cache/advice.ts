import type { Cause } from "./event.ts";

/** One thing to do about an event, or that there is nothing to do. Every card ends with it. */
export function advice(cause: Cause): string {
  return ADVICE[cause];
}

const NOTHING = "Nothing to do.";

const ADVICE: { readonly [cause in Cause]: string } = {
  "cold-start": `${NOTHING} Sessions in the same directory share the head of the prompt while it is warm.`,
  "fork-start": "Fork while the conversation is warm: a fork reads its cache only as long as it lives.",
  "concurrent-start":
    "Start the first agent a few seconds before the others, so that they find what it wrote.",
  compaction: `${NOTHING} It costs least at the end of a task, while the cache is still warm.`,
  clearing: `${NOTHING} Claude Code makes room this way without a summary.`,
  rewind: `${NOTHING} Going back to an older message reads the cache of that message.`,
  "model-switch": "Choose the model when a session starts, or give the other model’s work to a subagent.",
  "speed-switch": "Turn fast mode on when a session starts: the first switch writes everything anew.",
  "effort-switch": "Set the effort when a session starts; with most models a change writes everything anew.",
  "ttl-downgrade": "Look whether usage credits took over from the plan: they write for five minutes.",
  "ttl-expired-5m":
    "For pauses of up to an hour, let the main conversation write for an hour (promptCacheTtl in Claude Code’s settings).",
  "ttl-expired-1h":
    "Before a break of over an hour, use /compact or finish: a shorter prompt is cheaper to write again.",
  "ttl-or-server":
    "Log the cache lifetime that your program asks for; without it the two cannot be told apart.",
  "resume-miss": "Resume before the cache runs out, and update between tasks, not within one.",
  "tools-changed": "Keep MCP servers connected through a session, and leave tool search on.",
  "system-changed": "Update Claude Code, and change what its system prompt is made of, between sessions.",
  "messages-changed": "Look for a hook or a proxy that rewrites earlier messages; interrupts do it too.",
  "volatile-prefix":
    "Take what changes by itself (a time, an id, unsorted JSON) out of the system prompt and the tools.",
  "thinking-strip": `${NOTHING} Newer models keep their thinking and do not lose it at a new prompt.`,
  lookback: "Let fewer tools run in one step: a read looks back over 20 blocks.",
  "clearing-loop": "Update Claude Code: versions of April 2026 cleared at every call after a long pause.",
  pinned: "Start a new session, or go on from a summary: this one is written anew at every call.",
  "permanent-write":
    "Look for something that changes with every request at the head of the prompt, or for a proxy.",
  "caching-off": "Look for DISABLE_PROMPT_CACHING in the environment, or a gateway that drops cache_control.",
  "under-minimum": `${NOTHING} Prompts this short are not cached by the model.`,
  "gateway-uncached": "Let the gateway pass cache_control and anthropic-beta on, or update it.",
  "token-inflation": `${NOTHING} Another tokenizer counts the same text with more tokens.`,
  "server-side-likely": `${NOTHING} It was most likely not your doing; the request id helps in a report.`,
  unknown: `${NOTHING} The log does not hold the cause.`,
};
