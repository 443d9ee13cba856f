import { createContext, use, useEffect } from "react";
import { useStore } from "zustand";
import type { SessionDetail } from "../shared/feed.ts";
import type { Feed, FeedState } from "./feed-store.ts";

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

function requireFeed(feed: Feed | undefined): Feed {
  if (feed === undefined)
    throw new Error("FeedContext is missing: main.tsx provides it around the whole app");
  return feed;
}
