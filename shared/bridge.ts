import type { FeedMessage } from "./feed.ts";
import type { Answer, Question } from "./question.ts";

/**
 * All that a renderer can know of the engine, the same type over every host: the loopback host (HTTP), the desktop
 * shell (a MessagePort) and the engine itself in one process.
 */
export type Bridge = {
  /** Opens a feed; the first message is a `reset`. A lost connection is opened again by the bridge and resets. */
  readonly connect: (listener: (event: BridgeEvent) => void) => Connection;
  /** Asks about the whole history. Rejects when the engine cannot be reached, with a sentence for the user. */
  readonly ask: (question: Question) => Promise<Answer>;
};

export type Connection = {
  /**
   * Asks for the `session` messages of this session, and of no other; `undefined` asks for none. Outlives a lost
   * connection: a new one asks for the same session again.
   */
  readonly watch: (session: string | undefined) => void;
  readonly close: () => void;
};

export type BridgeEvent =
  | { readonly kind: "feed"; readonly message: FeedMessage }
  /** The engine cannot be reached at the moment; what is shown is of earlier. */
  | { readonly kind: "offline"; readonly reason: string };
