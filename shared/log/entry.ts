import type { LinkId } from "./link-ids.ts";
import type { CallLine } from "../usage/api-call.ts";
import type { EpochMs } from "../units.ts";

/**
 * Something in the log, between two calls, that can explain a lost prefix. Kept without any text of prompts, replies
 * or tools: a kind and, at most, a short detail out of a fixed vocabulary (a mode, a command's name, a count).
 */
export type MarkKind =
  | "prompt"
  | "compaction"
  | "microcompaction"
  | "compact-summary"
  | "command"
  | "interrupt"
  | "api-error"
  | "resume"
  | "permission-mode"
  | "plan-mode"
  | "auto-mode"
  | "tools-delta"
  | "mcp-delta"
  | "agents-delta"
  | "skills"
  | "date-change"
  | "remote-control"
  | "tool-search"
  | "model-fallback"
  /** The lane goes on from another conversation. */
  | "fork";

/** How one record hangs in the conversation tree. */
export type Link = {
  readonly uuid: LinkId;
  /** `parentUuid`, or `logicalParentUuid` at a compaction; `undefined` at a root. */
  readonly parent: LinkId | undefined;
};

type Placed = {
  readonly link: Link | undefined;
  /**
   * The conversation, in logs whose records have no links: its calls follow each other in the order of the file.
   * `undefined` where links tell.
   */
  readonly chain: string | undefined;
  readonly at: EpochMs | undefined;
  /** `agentId` of a sidechain, else `undefined`. */
  readonly agent: string | undefined;
  readonly cwd: string | undefined;
  /** Content blocks that the record adds to the conversation. */
  readonly blocks: number;
};

/** What one JSON record of a log means to us. */
export type LogEntry =
  | (Placed & { readonly kind: "call"; readonly line: CallLine })
  | (Placed & { readonly kind: "mark"; readonly mark: MarkKind; readonly detail: string | undefined })
  /** A record we know or do not know, without usage. `startsRequest`: a user or attachment record, so a request may begin at its time. */
  | (Placed & { readonly kind: "other"; readonly type: string; readonly startsRequest: boolean })
  /** JSON, but its usage cannot be believed: negative, not whole, absurd. Counted as damaged and shown. */
  | { readonly kind: "implausible"; readonly reason: string }
  /** JSON of no form that we know. `fields`: the names of its top-level fields, never a value. */
  | { readonly kind: "unknown"; readonly fields: string };
