import type { Answer, Question } from "./question.ts";

/** The questions of a page that wait for their answers, on a line to a server that may go away and come back. */
export type PendingAsks = {
  readonly ask: (question: Question) => Promise<Answer>;
  readonly answered: (ask: number, answer: Answer) => void;
  readonly failed: (ask: number, reason: string) => void;
  /** A server listens, perhaps a new one: what still waits is asked there. */
  readonly reachable: () => void;
  readonly lost: (reason: string) => void;
};

type Waiting = PromiseWithResolvers<Answer> & { readonly question: Question };

export const OTHER_VERSION =
  "This window is of another version of Prefixwatch than its engine. Load it again.";
export const TOO_MUCH = "Too much was asked at once. Try again in a moment.";
const NO_REASON = "The answer could not be worked out.";

/** Before the first server is there questions wait for it; once one was lost they are refused until the next. */
export function pendingAsks(post: (ask: number, question: Question) => void): PendingAsks {
  const waiting = new Map<number, Waiting>();
  let server: "starting" | "here" | { readonly lost: string } = "starting";
  let nextAsk = 0;

  function take(ask: number): Waiting | undefined {
    const taken = waiting.get(ask);
    waiting.delete(ask);
    return taken;
  }

  function fail(ask: number, reason: string) {
    take(ask)?.reject(new Error(reason));
  }

  return {
    ask: (question) => {
      if (typeof server === "object") return Promise.reject(new Error(server.lost));
      const ask = nextAsk;
      nextAsk += 1;
      const asked = { ...Promise.withResolvers<Answer>(), question };
      waiting.set(ask, asked);
      if (server === "here") post(ask, question);
      return asked.promise;
    },
    answered: (ask, answer) => take(ask)?.resolve(answer),
    failed: fail,
    reachable: () => {
      server = "here";
      for (const [ask, { question }] of waiting) post(ask, question);
    },
    lost: (reason) => {
      server = { lost: reason };
      for (const ask of waiting.keys()) fail(ask, reason);
    },
  };
}

/** A bridge rejects with a sentence for the user; whatever else it rejects with is not shown. */
export function reasonToSay(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : NO_REASON;
}
