import * as v from "valibot";
import type { FeedMessage } from "./feed.ts";
import type { DurationMs } from "./units.ts";

/** The loopback host's requests; all are POST with JSON and the launch's token. */
export const FEED_PATH = "/api/feed";
export const WATCH_PATH = "/api/watch";
/** A question in, its answer out; a status of 500 comes with a sentence for the user. */
export const ASK_PATH = "/api/ask";

/** One line of the answer to `FEED_PATH`. `hello` is the first and names the stream for `WATCH_PATH`. */
export type FeedLine =
  | FeedMessage
  | { readonly kind: "hello"; readonly stream: string }
  | { readonly kind: "beat" }
  | { readonly kind: "offline"; readonly reason: string };

/** A line comes at least this often, so silence means that the other side is gone. */
export const HEARTBEAT: DurationMs = 15_000;

const Line = v.variant("kind", [
  v.looseObject({ kind: v.picklist(["reset", "update", "session", "session-update", "beat"]) }),
  v.looseObject({ kind: v.literal("hello"), stream: v.string() }),
  v.looseObject({ kind: v.literal("offline"), reason: v.string() }),
]);

/** `undefined` when the line is not one of the feed's. Figures inside a message are the own host's and not checked again. */
export function parseFeedLine(text: string): FeedLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return v.is(Line, value) ? (value as FeedLine) : undefined;
}
