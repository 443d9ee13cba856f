import type { Connection, BridgeEvent, Bridge } from "../../shared/bridge.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import type {
  FeedMessage,
  Notice,
  Overview,
  ScanProgress,
  SessionDetail,
  SessionSummary,
  SourcesHealth,
} from "../../shared/feed.ts";
import type { Answer, Question } from "../../shared/question.ts";
import { changesOf } from "../../shared/session-changes.ts";
import type { Settings } from "../../shared/settings.ts";
import { addTotals, NO_TOTALS } from "../../shared/usage/totals.ts";
import { reasonOf } from "./store.ts";

/** Messages are at least so far apart; the first after a silence leaves at once. */
export const COALESCE_MS = 100;

/** Where the publisher finds the values that it does not keep itself. */
export type PublishSource = {
  readonly events: () => readonly CacheEvent[];
  readonly health: () => SourcesHealth;
  readonly notices: (health: SourcesHealth) => readonly Notice[];
  readonly settings: () => Settings;
  readonly detail: (summary: SessionSummary) => SessionDetail | undefined;
  readonly answer: (question: Question) => Answer | Promise<Answer>;
};

type Listener = {
  readonly send: (event: BridgeEvent) => void;
  watched: string | undefined;
  /** The watched session as it was told last. */
  told: SessionDetail | undefined;
};

/** Keeps the overview and sends what changed to every connection, as values. */
export class Publisher implements Bridge {
  readonly #source: PublishSource;
  readonly #sessions: Map<string, SessionSummary>;
  readonly #listeners = new Set<Listener>();
  readonly #touched = new Set<string>();
  readonly #gone = new Set<string>();
  /** The events that every connection was told last, as JSON; `undefined` when one may have been told others. */
  #toldEvents: string | undefined;
  #scan: ScanProgress;
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = Number.NEGATIVE_INFINITY;

  constructor(source: PublishSource, sessions: readonly SessionSummary[], scan: ScanProgress) {
    this.#source = source;
    this.#sessions = new Map(sessions.map((session) => [session.id, session]));
    this.#scan = scan;
  }

  /** New values, to be sent with the next message. */
  publish(sessions: readonly SessionSummary[], scan: ScanProgress, gone: readonly string[] = []): void {
    this.keep(sessions, gone);
    this.#scan = scan;
    const wait = Math.max(0, this.#flushedAt + COALESCE_MS - performance.now());
    this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  /** The same for values of which more will be published in a moment. */
  keep(sessions: readonly SessionSummary[], gone: readonly string[]): void {
    for (const id of gone) {
      if (this.#sessions.delete(id)) this.#gone.add(id);
      this.#touched.add(id);
    }
    for (const session of sessions) {
      this.#sessions.set(session.id, session);
      this.#touched.add(session.id);
      this.#gone.delete(session.id);
    }
  }

  /** Another set of sessions: the ledger was restored, or what was not saved is read again. */
  replace(sessions: readonly SessionSummary[], scan: ScanProgress): void {
    this.#sessions.clear();
    for (const session of sessions) this.#sessions.set(session.id, session);
    this.#touched.clear();
    this.#gone.clear();
    this.#scan = scan;
    for (const listener of this.#listeners) {
      listener.send({ kind: "feed", message: { kind: "reset", overview: this.#overview() } });
      listener.told = undefined;
      if (listener.watched !== undefined) this.#sendDetail(listener, listener.watched);
    }
  }

  readonly connect = (send: (event: BridgeEvent) => void): Connection => {
    const listener: Listener = { send, watched: undefined, told: undefined };
    this.#listeners.add(listener);
    send({ kind: "feed", message: { kind: "reset", overview: this.#overview() } });
    return {
      watch: (session) => {
        if (!this.#listeners.has(listener)) return;
        listener.watched = session;
        listener.told = undefined;
        if (session !== undefined) this.#sendDetail(listener, session);
      },
      close: () => {
        this.#listeners.delete(listener);
      },
    };
  };

  readonly ask = async (question: Question): Promise<Answer> => {
    try {
      return await this.#source.answer(question);
    } catch (error) {
      throw new Error(`The ledger could not answer (${reasonOf(error)}).`, { cause: error });
    }
  };

  stop(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #overview(): Overview {
    this.#toldEvents = undefined;
    const health = this.#source.health();
    return {
      demo: false,
      totals: this.#totals(),
      sessions: [...this.#sessions.values()],
      events: this.#source.events(),
      scan: this.#scan,
      health,
      notices: this.#source.notices(health),
      settings: this.#source.settings(),
    };
  }

  #totals(): Overview["totals"] {
    let totals = NO_TOTALS;
    for (const session of this.#sessions.values()) totals = addTotals(totals, session.totals);
    return totals;
  }

  #flush(): void {
    this.#timer = undefined;
    this.#flushedAt = performance.now();
    const touched = [...this.#touched];
    const gone = [...this.#gone];
    this.#touched.clear();
    this.#gone.clear();
    if (this.#listeners.size === 0) return;
    const health = this.#source.health();
    const message: FeedMessage = {
      kind: "update",
      sessions: touched.flatMap((id) => this.#sessions.get(id) ?? []),
      gone,
      changed: {
        scan: this.#scan,
        health,
        notices: this.#source.notices(health),
        settings: this.#source.settings(),
        ...(touched.length === 0 ? {} : { totals: this.#totals(), ...this.#newEvents() }),
      },
    };
    for (const listener of this.#listeners) {
      listener.send({ kind: "feed", message });
      if (listener.watched !== undefined && touched.includes(listener.watched)) {
        this.#sendDetail(listener, listener.watched);
      }
    }
  }

  /** Two hundred of them are sixty kilobytes, and most calls bring none. */
  #newEvents(): { readonly events?: readonly CacheEvent[] } {
    const events = this.#source.events();
    const text = JSON.stringify(events);
    if (text === this.#toldEvents) return {};
    this.#toldEvents = text;
    return { events };
  }

  #sendDetail(listener: Listener, id: string): void {
    const summary = this.#sessions.get(id);
    const detail = summary === undefined ? undefined : this.#source.detail(summary);
    const { told } = listener;
    listener.told = detail;
    const message: FeedMessage =
      told === undefined || detail === undefined
        ? { kind: "session", id, detail }
        : { kind: "session-update", id, changes: changesOf(told, detail) };
    listener.send({ kind: "feed", message });
  }
}
