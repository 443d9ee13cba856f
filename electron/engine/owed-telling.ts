import type { SessionChanges } from "./session-summaries.ts";

/** What has summaries to make. */
export type Owing = {
  readonly owed: () => ReadonlySet<string>;
  readonly summarizeOwed: (sessions: readonly string[]) => SessionChanges;
};

/** What is appended meanwhile waits for a piece: one session of 600 calls takes 1 ms to sum up, of 8,000 calls 13. */
const SESSIONS_A_PIECE = 5;

/**
 * Sums up the sessions that have grown in rounds `everyMs` apart, and each round in pieces: with twenty sessions that
 * grow at once a round takes 27 ms.
 */
export function paceTelling(owing: () => Owing, everyMs: number) {
  let nextRound = 0;
  /** Of this round. */
  let waiting: readonly string[] = [];
  return {
    /** When there is something to tell next, on the clock of `performance.now`. */
    dueAt: (): number => {
      if (waiting.length > 0) return 0;
      return owing().owed().size > 0 ? nextRound : Number.POSITIVE_INFINITY;
    },

    /**
     * The next piece, and whether it ends the round: a message for each piece would leave most sessions for the message
     * after it.
     */
    tell: (): SessionChanges & { readonly endsRound: boolean } => {
      if (waiting.length === 0) {
        waiting = [...owing().owed()];
        nextRound = performance.now() + everyMs;
      }
      const piece = waiting.slice(0, SESSIONS_A_PIECE);
      waiting = waiting.slice(SESSIONS_A_PIECE);
      return { ...owing().summarizeOwed(piece), endsRound: waiting.length === 0 };
    },
  };
}
