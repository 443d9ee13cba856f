import type { ServerResponse } from "node:http";
import type { Bridge, BridgeEvent, Connection } from "../../shared/bridge.ts";
import type { FeedLine } from "../../shared/feed-line.ts";
import type { Bytes, DurationMs } from "../../shared/units.ts";

export type FeedStream = { readonly watch: (session: string | undefined) => void; readonly stop: () => void };

export type FeedStreamOptions = {
  readonly id: string;
  readonly heartbeat: DurationMs;
  /** When more than this waits for a slow reader, updates are dropped: a reset replaces them all once it has caught up. */
  readonly maxWaiting: Bytes;
  readonly onEnd: () => void;
};

/** Writes the bridge's feed into an answer that stays open, one line a message, until either side ends it. */
export function streamFeed(response: ServerResponse, bridge: Bridge, options: FeedStreamOptions): FeedStream {
  let connection: Connection | undefined;
  let watched: string | undefined;
  let behind = false;
  let ended = false;

  function write(line: FeedLine) {
    response.write(`${JSON.stringify(line)}\n`);
  }

  function onEvent(event: BridgeEvent) {
    if (ended || behind) return;
    if (response.writableLength > options.maxWaiting) {
      behind = true;
      connection?.close();
      connection = undefined;
      return;
    }
    write(event.kind === "feed" ? event.message : event);
  }

  function open() {
    behind = false;
    const opened = bridge.connect(onEvent);
    // A bridge may answer before `connect` returns, and that answer may already be too much.
    if (behind || ended) opened.close();
    else connection = opened;
    if (watched !== undefined) connection?.watch(watched);
  }

  function stop() {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    connection?.close();
    response.end();
    options.onEnd();
  }

  const beat = setInterval(() => {
    if (response.writableLength === 0) write({ kind: "beat" });
  }, options.heartbeat);
  response.on("drain", () => {
    if (behind && !ended) open();
  });
  response.on("close", stop);
  response.on("error", stop);

  response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" });
  write({ kind: "hello", stream: options.id });
  open();

  return {
    watch: (session) => {
      watched = session;
      connection?.watch(session);
    },
    stop,
  };
}
