import type { MessageFacts } from "./api-message.ts";
import type { LogEntry } from "./entry.ts";
import type { CallLine } from "../usage/api-call.ts";
import type { EpochMs } from "../units.ts";

/** The names that a log file lends to what its records do not name. */
export type LogOrigin = {
  /** File name without its ending: in Claude Code's logs the session. */
  readonly name: string;
  /** The folder, for logs whose files are all called the same. */
  readonly folder: string;
};

/**
 * Begins the key of a call without an id, so that the reader tells equal lines apart by how often it saw them. No id and no
 * session begins so: they hold no line end.
 */
export const WITHOUT_ID = "line\n";

type Plain = {
  readonly key: string | undefined;
  readonly session: string | undefined;
  readonly requestId: string | undefined;
  readonly prefixHash: string | undefined;
  readonly at: EpochMs | undefined;
};

/** One call of a program that logs figures and no conversation: the calls of one session follow each other. */
export function plainCall(facts: MessageFacts, plain: Plain, origin: LogOrigin): LogEntry {
  const file = `${origin.folder}/${origin.name}`;
  const session = plain.session ?? file;
  const { at, requestId, prefixHash } = plain;
  const line: CallLine = {
    ...facts,
    key: plain.key ?? keyOfFigures(facts, at === undefined ? file : String(at), session),
    requestId,
    prefixHash,
    at,
    session,
    lane: "main",
    agent: undefined,
    version: undefined,
    effort: undefined,
    copied: false,
  };
  return {
    kind: "call",
    link: undefined,
    chain: session,
    at,
    agent: undefined,
    cwd: undefined,
    blocks: 0,
    line,
  };
}

/** `when` is the time, or the file where there is none. The same line in a copied log then has the same key. */
export function keyOfFigures({ usage, model }: MessageFacts, when: string, session: string): string {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output } = usage;
  const figures = [uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output];
  return `${WITHOUT_ID}${session} ${when} ${model} ${figures.join(" ")}`;
}
