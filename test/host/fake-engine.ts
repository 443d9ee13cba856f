import type { EngineOptions } from "../../electron/engine/engine.ts";
import type { Bridge, BridgeEvent } from "../../shared/bridge.ts";
import type { FeedMessage, Overview, SessionDetail, SessionSummary } from "../../shared/feed.ts";
import type { Answer, AnswerTo, Question } from "../../shared/question.ts";
import { DEFAULT_SETTINGS } from "../../shared/settings.ts";
import { NO_USAGE } from "../../shared/usage/token-usage.ts";
import { NO_TOTALS } from "../../shared/usage/totals.ts";

function summaryOf(id: string, calls: number): SessionSummary {
  return {
    id,
    project: "-home-ada-engine",
    cwd: "/home/ada/engine",
    models: ["claude-opus-4-5"],
    version: "2.1.200",
    effort: undefined,
    firstAt: 1_763_000_000_000,
    lastAt: 1_763_000_600_000,
    agents: 0,
    totals: { ...NO_TOTALS, calls },
    context: 52_000,
    contextBefore: 51_000,
    contextPeak: 52_000,
    recent: { ...NO_USAGE, cacheRead: 400_000 },
    warm: undefined,
    sourceGone: false,
  };
}

function overviewOf(sessions: readonly SessionSummary[]): Overview {
  const calls = sessions.reduce((sum, session) => sum + session.totals.calls, 0);
  return {
    totals: { ...NO_TOTALS, calls },
    sessions,
    events: [],
    scan: { phase: "watching", filesDone: 1, filesTotal: 1, bytesDone: 10, bytesTotal: 10 },
    health: {
      roots: [{ path: "/home/ada/.claude", state: "ok", files: 1 }],
      files: 1,
      filesGone: 0,
      bytes: 10,
      counted: 10,
      other: 0,
      blank: 0,
      damaged: 0,
      damagedRecords: 0,
      pending: 0,
      unreadable: [],
      unknownModels: [],
      unknownShapes: [],
      watcher: "watching",
      notSaving: undefined,
      pricesCheckedOn: "2026-11-01",
    },
    demo: false,
    notices: [{ id: "note", level: "info", text: "Zeichen: äöü \u2028 </script> 🙂" }],
    settings: DEFAULT_SETTINGS,
  };
}

function detailOf(summary: SessionSummary): SessionDetail {
  return { id: summary.id, summary, lanes: [], calls: [], events: [], marks: [] };
}

const NO_LOSSES = { events: 0, lost: 0, cost: 0, unpriced: 0 };

/** An answer that is known again by its one row, whose key is the question's zone. */
export function answerTo(question: Question): AnswerTo<"invalidations"> {
  const losses = { yours: NO_LOSSES, expected: NO_LOSSES, "not-yours": NO_LOSSES, unknown: NO_LOSSES };
  const all = { key: zoneOf(question), calls: 7, losses };
  const kind = "invalidations";
  return { kind, events: [], eventCount: 0, all, byWeek: [], byVersion: [], byProject: [], tiers: [] };
}

export function zoneOf(question: Question): string {
  return "zone" in question ? question.zone : "";
}

/** Stands in for the engine: keeps sessions, sends real messages, and knows who listens. Answers at once, as the engine may. */
export class FakeEngine {
  readonly bridge: Bridge;
  readonly #feeds = new Set<{ listener: (event: BridgeEvent) => void; session: string | undefined }>();
  #sessions: readonly SessionSummary[] = [summaryOf("one", 3), summaryOf("two", 5)];
  connects = 0;
  /** What its process gave it to ask the user with. */
  choosePath: EngineOptions["choosePath"] | undefined;
  readonly asked: Question[] = [];
  /** How it answers. */
  answer: (question: Question) => Promise<Answer> = (question) =>
    question.kind === "invalidations"
      ? Promise.resolve(answerTo(question))
      : Promise.reject(new Error("The fake engine knows no answer to that."));

  constructor() {
    this.bridge = {
      connect: (listener) => {
        this.connects += 1;
        const feed = { listener, session: undefined as string | undefined };
        this.#feeds.add(feed);
        listener({ kind: "feed", message: { kind: "reset", overview: this.overview() } });
        return {
          watch: (session) => {
            feed.session = session;
            if (this.#feeds.has(feed)) this.#sendDetail(feed);
          },
          close: () => {
            this.#feeds.delete(feed);
          },
        };
      },
      ask: (question) => {
        this.asked.push(question);
        return this.answer(question);
      },
    };
  }

  get listeners(): number {
    return this.#feeds.size;
  }

  watched(): readonly (string | undefined)[] {
    return [...this.#feeds].map((feed) => feed.session);
  }

  overview(): Overview {
    return overviewOf(this.#sessions);
  }

  /** One more call of a session: an update to all, its detail to those that watch it. */
  call(id: string) {
    const before = this.#sessions.find((session) => session.id === id);
    const after = summaryOf(id, (before?.totals.calls ?? 0) + 1);
    this.#sessions = [...this.#sessions.filter((session) => session.id !== id), after];
    this.send({ kind: "update", sessions: [after], changed: { totals: this.overview().totals } });
    for (const feed of this.#feeds) if (feed.session === id) this.#sendDetail(feed);
  }

  send(message: FeedMessage) {
    this.emit({ kind: "feed", message });
  }

  emit(event: BridgeEvent) {
    for (const { listener } of this.#feeds) listener(event);
  }

  #sendDetail({
    listener,
    session,
  }: {
    listener: (event: BridgeEvent) => void;
    session: string | undefined;
  }) {
    if (session === undefined) return;
    const summary = this.#sessions.find(({ id }) => id === session);
    const detail = summary === undefined ? undefined : detailOf(summary);
    listener({ kind: "feed", message: { kind: "session", id: session, detail } });
  }
}
