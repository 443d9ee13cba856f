import type { BridgeEvent } from "../../../shared/bridge.ts";
import type { Question } from "../../../shared/question.ts";
import type { Overview, SessionDetail } from "../../../shared/feed.ts";

/** Runs in the page, before the renderer: a bridge that plays one scenario of the sample. */
type Scenario = {
  readonly overview: Overview | undefined;
  /** `undefined`: the calls of no session ever come. */
  readonly details: readonly SessionDetail[] | undefined;
  readonly offline: string | undefined;
};

const name = new URLSearchParams(window.location.search).get("scenario") ?? "sample";
const loaded: Promise<Scenario> = fetch(`/scenario/${name}`).then((answer) => answer.json());

Object.assign(window, {
  prefixwatch: {
    connect(listener: (event: BridgeEvent) => void) {
      const play = async () => {
        const { overview, offline } = await loaded;
        if (overview !== undefined) listener({ kind: "feed", message: { kind: "reset", overview } });
        if (offline !== undefined) listener({ kind: "offline", reason: offline });
      };
      const playSession = async (session: string) => {
        const { details, offline } = await loaded;
        if (details === undefined) return;
        const detail = details.find(({ id }) => id === session);
        listener({ kind: "feed", message: { kind: "session", id: session, detail } });
        if (offline !== undefined) listener({ kind: "offline", reason: offline });
      };
      void play();
      return {
        watch(session: string | undefined) {
          if (session !== undefined) void playSession(session);
        },
        close() {},
      };
    },
    async ask(question: Question) {
      const answer = await fetch(`/answer/${name}`, { method: "POST", body: JSON.stringify(question) });
      // As with an engine that does not answer: the page waits.
      if (answer.status === 204) return new Promise(() => {});
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
  },
});
