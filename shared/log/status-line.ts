import { field, idField, momentField, recordField, type JsonRecord } from "./json-record.ts";
import type { Ttl } from "../cache/event.ts";
import type { ToldWarmth } from "../cache/warm.ts";

/** What Claude Code itself knows of the cache of a session's main conversation. */
export type StatusLine = ToldWarmth & { readonly session: string };

/**
 * One JSON object as Claude Code 2.1.251 and later gives to a status line command: `prompt_cache.expires_at` is the start
 * of the last request and the lifetime, in seconds since 1970. `undefined` where it does not tell an expiry.
 */
export function readStatusLine(record: JsonRecord): StatusLine | undefined {
  const session = idField(record, "session_id");
  const cache = recordField(record, "prompt_cache");
  const expiresAt = cache === undefined ? undefined : momentField(cache, "expires_at");
  if (session === undefined || cache === undefined || expiresAt === undefined) return undefined;
  return { session, expiresAt, ttl: readTtl(field(cache, "ttl")) };
}

function readTtl(ttl: unknown): Ttl | undefined {
  if (ttl === "5m" || ttl === 300) return "5m";
  return ttl === "1h" || ttl === 3600 ? "1h" : undefined;
}
