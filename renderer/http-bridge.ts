import { assertNever } from "../shared/assert.ts";
import type { Bridge, BridgeEvent, Connection } from "../shared/bridge.ts";
import { ASK_PATH, FEED_PATH, HEARTBEAT, WATCH_PATH } from "../shared/feed-line.ts";
import { OTHER_VERSION, TOO_MUCH } from "../shared/pending-asks.ts";
import type { Answer, Question } from "../shared/question.ts";
import { isAnswer } from "../shared/question-schema.ts";
import type { DurationMs } from "../shared/units.ts";
import { isAskedFor } from "../shared/wire.ts";
import { readFeedLines } from "./feed-lines.ts";
import { pageSurroundings, type Surroundings } from "./page-surroundings.ts";

const FIRST_WAIT: DurationMs = 250;
const LONGEST_WAIT: DurationMs = 5000;
/** A browser allows six connections to one origin: a window nobody looks at gives its own back. */
const HIDDEN_GRACE: DurationMs = 30_000;
const SILENCE: DurationMs = 2.5 * HEARTBEAT;

const GONE = "Prefixwatch does not answer. If it was stopped, start it again.";
const WRONG_TOKEN =
  "This window belongs to an earlier start of Prefixwatch. Open the address that it printed in the terminal.";
const TOO_MANY = "Too many windows show Prefixwatch. Close one of them.";

/** How one attempt at a stream ended. */
type Ending = "closed" | "hidden" | "lost" | "wrong-token" | "too-many";

/** The bridge of a page that the loopback host served. */
export function httpBridge(surroundings: Surroundings = pageSurroundings()): Bridge {
  return {
    connect: (listener) => connect(surroundings, listener),
    ask: (question) => ask(surroundings, question),
  };
}

function post(page: Surroundings, path: string, body: object, signal?: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${page.token() ?? ""}` };
  const request = { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" } as const;
  return page.fetch(page.origin + path, signal === undefined ? request : { ...request, signal });
}

async function ask(page: Surroundings, question: Question): Promise<Answer> {
  const gone = () => {
    throw new Error(GONE);
  };
  const response = await post(page, ASK_PATH, question).catch(gone);
  if (response.status === 401) throw new Error(WRONG_TOKEN);
  if (response.status === 503) throw new Error(TOO_MUCH);
  if (response.status === 500) throw new Error(await response.text().catch(gone));
  // Anything else is an answer that another version of the host gives, or one that was cut off.
  const answer: unknown = response.ok ? await response.json().catch(gone) : undefined;
  if (!isAnswer(answer)) throw new Error(OTHER_VERSION);
  return answer;
}

function connect(page: Surroundings, listener: (event: BridgeEvent) => void): Connection {
  const closed = new AbortController();
  let session: string | undefined;
  /** With the session it was last asked for. */
  let stream: { readonly id: string; session: string | undefined } | undefined;
  let asking = false;

  function deliver(event: BridgeEvent) {
    if (!closed.signal.aborted && isAskedFor(event, session)) listener(event);
  }

  /** One request at a time, so that the last one asked for is the last to arrive. */
  async function askForSession() {
    if (asking || stream === undefined || stream.session === session) return;
    asking = true;
    stream.session = session;
    const body = session === undefined ? { stream: stream.id } : { stream: stream.id, session };
    // Not arrived means that the stream is lost too, and the next one is asked again.
    await post(page, WATCH_PATH, body, closed.signal).catch(() => undefined);
    asking = false;
    await askForSession();
  }

  async function readStream(signal: AbortSignal, onBytes: () => void): Promise<Ending> {
    const response = await post(page, FEED_PATH, {}, signal);
    if (response.status === 401) return "wrong-token";
    if (response.status === 503) return "too-many";
    if (!response.ok || response.body === null) return "lost";
    for await (const line of readFeedLines(response.body, onBytes)) {
      switch (line.kind) {
        case "hello":
          stream = { id: line.stream, session: undefined };
          void askForSession();
          break;
        case "beat":
          break;
        case "offline":
          deliver({ kind: "offline", reason: line.reason });
          break;
        case "reset":
        case "update":
        case "session":
        case "session-update":
          deliver({ kind: "feed", message: line });
          break;
        default:
          assertNever(line);
      }
    }
    return "lost";
  }

  /** Reads until the stream ends, is silent for too long, or nobody has looked for a while. */
  async function attempt(onBytes: () => void): Promise<Ending> {
    const cancel = new AbortController();
    const onClosed = () => cancel.abort("closed" satisfies Ending);
    closed.signal.addEventListener("abort", onClosed);
    let silence = setTimeout(() => cancel.abort("lost" satisfies Ending), SILENCE);
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const stopLooking = page.onLook((isHidden) => {
      clearTimeout(hidden);
      if (isHidden) hidden = setTimeout(() => cancel.abort("hidden" satisfies Ending), HIDDEN_GRACE);
    });
    try {
      return await readStream(cancel.signal, () => {
        clearTimeout(silence);
        silence = setTimeout(() => cancel.abort("lost" satisfies Ending), SILENCE);
        onBytes();
      });
    } catch {
      return cancel.signal.aborted ? (cancel.signal.reason as Ending) : "lost";
    } finally {
      stream = undefined;
      clearTimeout(silence);
      clearTimeout(hidden);
      stopLooking();
      closed.signal.removeEventListener("abort", onClosed);
      // A stream that ended by itself still holds its connection until it is cancelled.
      cancel.abort("closed" satisfies Ending);
    }
  }

  async function run() {
    let wait = FIRST_WAIT;
    while (!closed.signal.aborted) {
      const ending = await attempt(() => {
        wait = FIRST_WAIT;
      });
      switch (ending) {
        case "closed":
          return;
        case "hidden":
          await page.whenVisible(closed.signal);
          break;
        case "wrong-token":
          deliver({ kind: "offline", reason: WRONG_TOKEN });
          await page.whenTokenChanges(closed.signal);
          break;
        case "lost":
        case "too-many":
          deliver({ kind: "offline", reason: ending === "lost" ? GONE : TOO_MANY });
          await page.wait(wait, closed.signal);
          wait = Math.min(wait * 2, LONGEST_WAIT);
          break;
        default:
          assertNever(ending);
      }
    }
  }

  void run();
  return {
    watch: (wanted) => {
      session = wanted;
      void askForSession();
    },
    close: () => closed.abort(),
  };
}
