import { assertNever } from "../assert.ts";
import type { CacheEvent, Cause, CauseGroup } from "./event.ts";

/** The cause in two or three words, sentence case: the title of an event. */
export function causeTitle(cause: Cause): string {
  return TITLES[cause];
}

const TITLES: { readonly [cause in Cause]: string } = {
  "cold-start": "Session started",
  "fork-start": "Forked",
  "concurrent-start": "Started side by side",
  compaction: "Compacted",
  clearing: "Old results cleared",
  rewind: "Rewound",
  "model-switch": "Model switched",
  "speed-switch": "Speed switched",
  "effort-switch": "Effort switched",
  "ttl-downgrade": "Cache lifetime changed",
  "ttl-expired-5m": "Cache expired (5 min)",
  "ttl-expired-1h": "Cache expired (1 h)",
  "ttl-or-server": "Expired or lost by the server",
  "resume-miss": "Resumed or restarted",
  "tools-changed": "Tools changed",
  "system-changed": "System prompt changed",
  "messages-changed": "Earlier messages changed",
  "volatile-prefix": "Prefix changes by itself",
  "thinking-strip": "Thinking taken out",
  lookback: "Too many blocks at once",
  "clearing-loop": "Cleared at every call",
  pinned: "Stuck at its head",
  "permanent-write": "Written, never read",
  "caching-off": "No cache at work",
  "under-minimum": "Too short to cache",
  "gateway-uncached": "Sent outside the cache",
  "token-inflation": "More tokens for the same text",
  "server-side-likely": "Likely lost by the server",
  unknown: "Cause not in the log",
};

/** The badge beside the title: who says so, and how sure it is. */
export function confidenceBadge(event: Pick<CacheEvent, "cause" | "confidence" | "serverReason">): string {
  const { cause, confidence, serverReason } = event;
  switch (confidence) {
    case "certain":
      // Of a compaction the server says only that messages changed; its boundary is the log's.
      return serverReason?.endsWith("_changed") === true && cause !== "compaction"
        ? "server says"
        : "in the log";
    case "likely":
      return "likely";
    case "unclear":
      return "unclear";
    default:
      return assertNever(confidence);
  }
}

/** Whose doing, as a heading. */
export function groupTitle(group: CauseGroup): string {
  switch (group) {
    case "yours":
      return "Avoidable by you";
    case "expected":
      return "Expected";
    case "not-yours":
      return "Not yours";
    case "unknown":
      return "Unknown";
    default:
      return assertNever(group);
  }
}
