import { useMemo, type ReactNode } from "react";
import { FeedContext } from "../../renderer/feed-context.tsx";
import { startFeed } from "../../renderer/feed-store.ts";
import { PAGE_PACE } from "../../renderer/page-pace.ts";
import type { Bridge } from "../../shared/bridge.ts";
import type { Overview } from "../../shared/feed.ts";

/** A feed that shows one overview and never moves; questions wait for ever. */
export function Still({ overview, children }: { readonly overview: Overview; readonly children: ReactNode }) {
  const feed = useMemo(() => startFeed(stillBridge(overview), PAGE_PACE), [overview]);
  return <FeedContext value={feed}>{children}</FeedContext>;
}

function stillBridge(overview: Overview): Bridge {
  return {
    connect: (listener) => {
      listener({ kind: "feed", message: { kind: "reset", overview } });
      return { watch: () => undefined, close: () => undefined };
    },
    ask: () => new Promise(() => undefined),
  };
}
