import type { Cause, CauseGroup, EventKind } from "./event.ts";
import { assertNever } from "../assert.ts";

/**
 * Whose doing a loss was. `local`: the log shows something on the user's side between the two calls that explains the
 * change; without it a changed prompt is nobody's for sure.
 */
export function causeGroup(cause: Cause, local: boolean): CauseGroup {
  switch (cause) {
    case "model-switch":
    case "speed-switch":
    case "effort-switch":
    case "ttl-downgrade":
    case "ttl-expired-5m":
    case "ttl-expired-1h":
    case "resume-miss":
    case "volatile-prefix":
    case "lookback":
    case "pinned":
    case "permanent-write":
    case "caching-off":
    case "gateway-uncached":
      return "yours";
    case "tools-changed":
    case "system-changed":
    case "messages-changed":
      return local ? "yours" : "unknown";
    case "cold-start":
    case "fork-start":
    case "compaction":
    case "clearing":
    case "rewind":
    case "under-minimum":
      return "expected";
    case "thinking-strip":
    case "concurrent-start":
    case "clearing-loop":
    case "token-inflation":
    case "server-side-likely":
      return "not-yours";
    case "ttl-or-server":
    case "unknown":
      return "unknown";
    default:
      return assertNever(cause);
  }
}

const ON_PURPOSE: ReadonlySet<Cause> = new Set(["compaction", "clearing"]);

/** What kind of event a lost prefix with this cause is. */
export function lossKind(cause: Cause): EventKind {
  return ON_PURPOSE.has(cause) ? "expected-rebuild" : "invalidation";
}
