import { createContext, use, useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { SessionDetail } from "../shared/feed.ts";
import type { Bridge } from "../shared/bridge.ts";
import type { Question } from "../shared/question.ts";
import type { Feed, FeedState } from "./feed-store.ts";
import type { Following, Inquiry, QuestionOf } from "./follow-question.ts";

export const FeedContext = createContext<Feed | undefined>(undefined);

/** A part of the feed; the component renders again only when that part is another value. */
export function useFeed<T>(select: (state: FeedState) => T): T {
  return useStore(requireFeed(use(FeedContext)).store, select);
}

/** Asks for the calls of a session while the component is shown; `undefined` until they are there. */
export function useSessionDetail(session: string | undefined): SessionDetail | undefined {
  const feed = requireFeed(use(FeedContext));
  useEffect(() => {
    feed.watch(session);
    return () => feed.watch(undefined);
  }, [feed, session]);
  return useStore(feed.store, ({ detail }) => (detail?.id === session ? detail : undefined));
}

export type Answered<Kind extends Question["kind"]> = Inquiry<Kind> & {
  /** What the answer is to; `undefined` until there is one. */
  readonly asked: QuestionOf<Kind> | undefined;
  /** The answer is to an earlier question; the one to this is on its way. */
  readonly pending: boolean;
  readonly askAgain: () => void;
};

/**
 * Asks about the whole history while the component is shown. The question is compared by identity, so memoise it; the
 * answer to an earlier question stays until the next is there.
 */
export function useAnswer<Kind extends Question["kind"]>(question: QuestionOf<Kind>): Answered<Kind> {
  const feed = requireFeed(use(FeedContext));
  const [told, setTold] = useState<{
    readonly inquiry: Inquiry<Kind>;
    readonly asked: QuestionOf<Kind> | undefined;
    readonly question: Question;
  }>();
  const following = useRef<Following>(undefined);
  useEffect(() => {
    const followed = feed.follow<Kind>(question, (inquiry) =>
      setTold((before) => ({
        inquiry: { ...inquiry, answer: inquiry.answer ?? before?.inquiry.answer },
        asked: inquiry.answer === undefined ? before?.asked : question,
        question,
      })),
    );
    following.current = followed;
    return followed.stop;
  }, [feed, question]);
  const askAgain = useCallback(() => following.current?.touch(), []);
  const inquiry = told?.inquiry ?? { answer: undefined, failed: undefined };
  return { ...inquiry, asked: told?.asked, pending: told?.question !== question, askAgain };
}

/** Asks once, when the user wants it. */
export function useAsk(): Bridge["ask"] {
  return requireFeed(use(FeedContext)).ask;
}

function requireFeed(feed: Feed | undefined): Feed {
  if (feed === undefined)
    throw new Error("FeedContext is missing: main.tsx provides it around the whole app");
  return feed;
}
