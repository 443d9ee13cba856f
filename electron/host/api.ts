import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import * as v from "valibot";
import type { Bridge } from "../../shared/bridge.ts";
import { ASK_PATH, FEED_PATH, WATCH_PATH } from "../../shared/feed-line.ts";
import type { Bytes, DurationMs } from "../../shared/units.ts";
import { parseQuestion } from "../../shared/question-schema.ts";
import { isSessionRequest, MAX_ASKS } from "../../shared/wire.ts";
import { sendAnswer } from "./send-answer.ts";
import { streamFeed, type FeedStream } from "./feed-stream.ts";

/** A status to answer with, or `undefined` when the route answers by itself. */
type Outcome = number | undefined;

export type ApiRoute = {
  readonly method: "POST";
  readonly path: `/api/${string}`;
  readonly answer: (body: unknown, response: ServerResponse) => Outcome | Promise<Outcome>;
};

export type Api = { readonly routes: readonly ApiRoute[]; readonly stop: () => void };

export type ApiOptions = {
  readonly bridge: Bridge;
  readonly heartbeat: DurationMs;
  readonly maxWaiting: Bytes;
};

/** One window needs one stream; a browser allows six to one origin. */
export const MAX_STREAMS = 8;

const FeedRequest = v.strictObject({});
const WatchRequest = v.strictObject({
  stream: v.pipe(v.string(), v.maxLength(64)),
  session: v.optional(v.custom<string>(isSessionRequest)),
});

/** Every request that reads or asks for data. The host answers none of them without the token. */
export function makeApi({ bridge, heartbeat, maxWaiting }: ApiOptions): Api {
  const streams = new Map<string, FeedStream>();
  let asks = 0;

  function feed(body: unknown, response: ServerResponse): Outcome {
    if (!v.is(FeedRequest, body)) return 400;
    if (streams.size >= MAX_STREAMS) return 503;
    const id = randomBytes(16).toString("base64url");
    const onEnd = () => streams.delete(id);
    streams.set(id, streamFeed(response, bridge, { id, heartbeat, maxWaiting, onEnd }));
    return undefined;
  }

  function watch(body: unknown): Outcome {
    const request = v.safeParse(WatchRequest, body);
    if (!request.success) return 400;
    const stream = streams.get(request.output.stream);
    if (stream === undefined) return 404;
    stream.watch(request.output.session);
    return 204;
  }

  async function ask(body: unknown, response: ServerResponse): Promise<Outcome> {
    const question = parseQuestion(body);
    if (question === undefined) return 400;
    if (asks >= MAX_ASKS) return 503;
    asks += 1;
    try {
      await sendAnswer(response, bridge.ask(question));
    } finally {
      asks -= 1;
    }
    return undefined;
  }

  return {
    routes: [
      { method: "POST", path: FEED_PATH, answer: feed },
      { method: "POST", path: WATCH_PATH, answer: watch },
      { method: "POST", path: ASK_PATH, answer: ask },
    ],
    stop: () => {
      for (const stream of streams.values()) stream.stop();
    },
  };
}
