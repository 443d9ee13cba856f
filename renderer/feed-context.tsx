import { createContext, use, useCallback, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import type { SessionDetail } from "../shared/feed.ts";
import type { Question } from "../shared/question.ts";
import type { Feed, FeedState } from "./feed-store.ts";
import type { Following, Inquiry } from "./follow-question.ts";

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

export type Answered = Inquiry & {
  /** The answer is to an earlier question; the one to this is on its way. */
  readonly pending: boolean;
  readonly askAgain: () => void;
};

/** Asks about the whole history while the component is shown; the answer to an earlier question stays until the next is there. */
export function useAnswer({ kind, from, to, zone }: Question): Answered {
  const feed = requireFeed(use(FeedContext));
  const [asked, setAsked] = useState<{ readonly inquiry: Inquiry; readonly key: string }>();
  const following = useRef<Following>(undefined);
  const key = [kind, from, to, zone].join(" ");
  useEffect(() => {
    const followed = feed.follow({ kind, from, to, zone }, (inquiry) =>
      setAsked((before) => ({
        inquiry: { ...inquiry, answer: inquiry.answer ?? before?.inquiry.answer },
        key,
      })),
    );
    following.current = followed;
    return followed.stop;
  }, [feed, kind, from, to, zone, key]);
  const askAgain = useCallback(() => following.current?.touch(), []);
  const inquiry = asked?.inquiry ?? { answer: undefined, failed: undefined };
  return { ...inquiry, pending: asked?.key !== key, askAgain };
}

function requireFeed(feed: Feed | undefined): Feed {
  if (feed === undefined)
    throw new Error("FeedContext is missing: main.tsx provides it around the whole app");
  return feed;
}
