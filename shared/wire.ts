import * as v from "valibot";
import { assertNever } from "./assert.ts";
import type { Bridge, BridgeEvent, Connection } from "./bridge.ts";
import type { Answer } from "./question.ts";
import { isAnswer, parseQuestion } from "./question-schema.ts";
import { OTHER_VERSION, pendingAsks, reasonToSay, TOO_MUCH } from "./pending-asks.ts";

/** Two ways, in order, nothing lost while it lives: a MessagePort, or a pair of queues in a test. */
export type Port = {
  readonly post: (message: WireMessage) => void;
  /** What arrives was written by another process, so it is `unknown` until it was checked. */
  readonly listen: (listener: (message: unknown) => void) => () => void;
};

export type WireMessage = Request | Reply;

/** Longest session id that is looked up. Claude Code's are 36 characters, names of other makers are longer. */
export const MAX_SESSION_ID = 256;
/** A page needs one feed; a page that opens more than these is broken or hostile. */
export const MAX_FEEDS = 16;
/** Questions that wait for their answer at one time; a page asks one or two. */
export const MAX_ASKS = 16;

const SessionId = v.pipe(v.string(), v.maxLength(MAX_SESSION_ID));
const Id = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const Request = v.variant("kind", [
  v.strictObject({ kind: v.literal("connect"), feed: Id }),
  v.strictObject({ kind: v.literal("watch"), feed: Id, session: v.optional(SessionId) }),
  v.strictObject({ kind: v.literal("close"), feed: Id }),
  /** The question is checked by itself: one that is none gets an answer, lest the page wait for ever. */
  v.strictObject({ kind: v.literal("ask"), ask: Id, question: v.unknown() }),
]);
type Request = v.InferOutput<typeof Request>;

/** The envelope only: the engine's figures are not hostile to its own page, and checking all of them costs more than showing them. */
const Event = v.custom<BridgeEvent>((value) => v.is(EventShape, value));
const EventShape = v.variant("kind", [
  v.looseObject({
    kind: v.literal("feed"),
    message: v.looseObject({ kind: v.picklist(["reset", "update", "session", "session-update"]) }),
  }),
  v.looseObject({ kind: v.literal("offline"), reason: v.string() }),
]);

const Reply = v.variant("kind", [
  /** A server listens on the port, perhaps a new one: every open feed has to be asked for (again). */
  v.strictObject({ kind: v.literal("hello") }),
  v.strictObject({ kind: v.literal("event"), feed: Id, event: Event }),
  v.strictObject({ kind: v.literal("answer"), ask: Id, answer: v.custom<Answer>(isAnswer) }),
  v.strictObject({ kind: v.literal("failed"), ask: Id, reason: v.string() }),
  /** The server is gone; whoever noticed says why. */
  v.strictObject({ kind: v.literal("lost"), reason: v.string() }),
]);
type Reply = v.InferOutput<typeof Reply>;

/** What to do with a session id that came from outside: look it up, or refuse it. */
export function isSessionRequest(value: unknown): value is string | undefined {
  return value === undefined || v.is(SessionId, value);
}

/** Answers what arrives at the port with the bridge's feeds. A message it cannot read is dropped. */
export function serveBridge(port: Port, bridge: Bridge): () => void {
  const feeds = new Map<number, { readonly connection: Connection; session: string | undefined }>();
  let asks = 0;
  let stopped = false;

  function open(feed: number) {
    // Asked for again after `hello`: the feed that runs already is the answer.
    if (feeds.has(feed) || feeds.size >= MAX_FEEDS) return;
    const connection = bridge.connect((event) => port.post({ kind: "event", feed, event }));
    feeds.set(feed, { connection, session: undefined });
  }

  function watch(feed: number, session: string | undefined) {
    const open = feeds.get(feed);
    if (open === undefined || open.session === session) return;
    open.session = session;
    open.connection.watch(session);
  }

  function close(feed: number) {
    feeds.get(feed)?.connection.close();
    feeds.delete(feed);
  }

  async function answer(ask: number, value: unknown) {
    const question = parseQuestion(value);
    const fail = (reason: string) => say({ kind: "failed", ask, reason });
    if (question === undefined) return fail(OTHER_VERSION);
    if (asks >= MAX_ASKS) return fail(TOO_MUCH);
    asks += 1;
    try {
      say({ kind: "answer", ask, answer: await bridge.ask(question) });
    } catch (error) {
      fail(reasonToSay(error));
    }
    asks -= 1;
    return undefined;
  }

  /** Another server may have taken the port over meanwhile; the page asks that one again. */
  function say(reply: Reply) {
    if (!stopped) port.post(reply);
  }

  const stopListening = port.listen((message) => {
    const request = v.safeParse(Request, message);
    if (!request.success) return;
    const { output } = request;
    if (output.kind === "connect") open(output.feed);
    else if (output.kind === "watch") watch(output.feed, output.session);
    else if (output.kind === "close") close(output.feed);
    else void answer(output.ask, output.question);
  });
  port.post({ kind: "hello" });

  return () => {
    stopped = true;
    stopListening();
    for (const feed of feeds.keys()) close(feed);
  };
}

type OpenFeed = { readonly listener: (event: BridgeEvent) => void; session: string | undefined };

/** The bridge behind a port. It lives as long as the page: when another server takes the port over, feeds go on there. */
export function bridgeOver(port: Port): Bridge {
  const feeds = new Map<number, OpenFeed>();
  const asks = pendingAsks((ask, question) => port.post({ kind: "ask", ask, question }));
  let nextFeed = 0;

  function open(feed: number, { session }: OpenFeed) {
    port.post({ kind: "connect", feed });
    if (session !== undefined) port.post({ kind: "watch", feed, session });
  }

  port.listen((message) => {
    const reply = v.safeParse(Reply, message);
    if (!reply.success) return;
    const { output } = reply;
    switch (output.kind) {
      case "hello":
        for (const [feed, wanted] of feeds) open(feed, wanted);
        asks.reachable();
        break;
      case "lost":
        for (const { listener } of feeds.values()) listener({ kind: "offline", reason: output.reason });
        asks.lost(output.reason);
        break;
      case "event":
        deliver(feeds.get(output.feed), output.event);
        break;
      case "answer":
        asks.answered(output.ask, output.answer);
        break;
      case "failed":
        asks.failed(output.ask, output.reason);
        break;
      default:
        assertNever(output);
    }
  });

  return {
    connect: (listener) => {
      const feed = nextFeed;
      nextFeed += 1;
      const wanted: OpenFeed = { listener, session: undefined };
      feeds.set(feed, wanted);
      open(feed, wanted);
      return {
        watch: (session) => {
          if (!feeds.has(feed) || !isSessionRequest(session)) return;
          wanted.session = session;
          port.post(session === undefined ? { kind: "watch", feed } : { kind: "watch", feed, session });
        },
        close: () => {
          if (feeds.delete(feed)) port.post({ kind: "close", feed });
        },
      };
    },
    ask: asks.ask,
  };
}

function deliver(feed: OpenFeed | undefined, event: BridgeEvent) {
  if (feed !== undefined && isAskedFor(event, feed.session)) feed.listener(event);
}

/** `false` for the detail of a session that was left while its message was on the way. */
export function isAskedFor(event: BridgeEvent, session: string | undefined): boolean {
  if (event.kind === "offline") return true;
  const { message } = event;
  return message.kind === "reset" || message.kind === "update" || message.id === session;
}
