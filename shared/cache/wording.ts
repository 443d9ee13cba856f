import { assertNever } from "../assert.ts";
import type { Cause, Confidence } from "./event.ts";

/** The cause in two or three words, sentence case: the title of an event. */
export function causeTitle(cause: Cause): string {
  switch (cause) {
    case "compaction":
      return "Compacted";
    case "model-switch":
      return "Model switched";
    case "ttl-expired-5m":
      return "Cache expired (5 min)";
    case "ttl-expired-1h":
      return "Cache expired (1 h)";
    case "tools-changed":
      return "Tools changed";
    case "system-changed":
      return "System prompt changed";
    case "messages-changed":
      return "Earlier messages changed";
    case "unknown":
      return "Cause not in the log";
    default:
      return assertNever(cause);
  }
}

/** The badge beside the title: who says so, and how sure it is. */
export function confidenceBadge(confidence: Confidence, serverReason: string | undefined): string {
  if (confidence === "certain" && serverReason !== undefined) return "server says";
  switch (confidence) {
    case "certain":
      return "in the log";
    case "likely":
      return "likely";
    case "unclear":
      return "unclear";
    default:
      return assertNever(confidence);
  }
}
