import { createStore, type StoreApi } from "zustand/vanilla";
import type { Bridge } from "../shared/bridge.ts";
import { applyFeed, type FeedMessage, type Overview, type SessionDetail } from "../shared/feed.ts";
import { followQuestion, type Following, type Inquiry, type QuestionOf } from "./follow-question.ts";
import type { Question } from "../shared/question.ts";
import { detailAfter } from "../shared/session-changes.ts";
import type { DurationMs, EpochMs } from "../shared/units.ts";

export type FeedState = {
  /** `undefined` until the first message. */
  readonly overview: Overview | undefined;
  /** The watched session; may be of the one watched before for a moment, so compare the id. */
  readonly detail: SessionDetail | undefined;
  /** The watched session that the engine does not know. */
  readonly missing: string | undefined;
  /** Why the engine cannot be reached; `undefined` while it can. */
  readonly offline: string | undefined;
};

/** The world outside the store: time, and whether anyone looks. */
export type Pace = {
  readonly now: () => EpochMs;
  readonly later: (run: () => void, delay: DurationMs) => () => void;
  readonly isHidden: () => boolean;
  /** Calls `run` each time the page comes back into view. */
  readonly onShown: (run: () => void) => () => void;
};

export type Feed = {
  readonly store: StoreApi<FeedState>;
  readonly watch: (session: string | undefined) => void;
  /** Asks about the whole history, and again when it has grown: see `followQuestion`. */
  readonly follow: <Kind extends Question["kind"]>(
    question: QuestionOf<Kind>,
    listener: (inquiry: Inquiry<Kind>) => void,
  ) => Following;
  /** Asks once. */
  readonly ask: Bridge["ask"];
  readonly stop: () => void;
};

/** Charts redraw at most this often, however fast the log grows. */
export const COMMIT_EVERY: DurationMs = 250;

const EMPTY: FeedState = {
  overview: undefined,
  detail: undefined,
  missing: undefined,
  offline: undefined,
};

/** Messages are applied at once, which is cheap, and shown together: one commit for 250 ms, none while hidden. */
export function startFeed(bridge: Bridge, pace: Pace): Feed {
  const store = createStore<FeedState>(() => EMPTY);
  let next = EMPTY;
  let committedAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | undefined;
  let watched: string | undefined;
  let asked: string | undefined;

  const commit = () => {
    cancel?.();
    cancel = undefined;
    if (pace.isHidden() || next === store.getState()) return;
    committedAt = pace.now();
    store.setState(next, true);
  };
  const schedule = () => {
    if (pace.isHidden() || cancel !== undefined) return;
    const wait = committedAt + COMMIT_EVERY - pace.now();
    if (wait <= 0) commit();
    else cancel = pace.later(commit, wait);
  };

  const connection = bridge.connect((event) => {
    next =
      event.kind === "offline" ? { ...next, offline: event.reason } : received(next, event.message, watched);
    schedule();
  });
  const stopShown = pace.onShown(commit);

  return {
    store,
    watch(session) {
      watched = session;
      // A page that goes and the one that comes tell one after the other; the engine is asked for what remains.
      queueMicrotask(() => {
        if (asked === watched) return;
        asked = watched;
        connection.watch(watched);
      });
    },
    follow(question, listener) {
      const following = followQuestion(bridge.ask, question, pace, listener);
      const stopListening = store.subscribe((state, before) => {
        const returned = state.offline === undefined && before.offline !== undefined;
        if (returned || state.overview?.totals !== before.overview?.totals) following.touch();
      });
      return {
        touch: following.touch,
        stop() {
          stopListening();
          following.stop();
        },
      };
    },
    ask: bridge.ask,
    stop() {
      cancel?.();
      stopShown();
      connection.close();
    },
  };
}

function received(state: FeedState, message: FeedMessage, watched: string | undefined): FeedState {
  const overview = applyFeed(state.overview, message);
  const online = { ...state, overview, offline: undefined };
  if (message.kind === "reset" || message.kind === "update" || message.id !== watched) return online;
  const detail = detailAfter(state.detail, message);
  const missing = message.kind === "session" && detail === undefined ? message.id : undefined;
  return { ...online, detail: detail ?? state.detail, missing };
}
