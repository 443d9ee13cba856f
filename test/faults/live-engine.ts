import { expect } from "vitest";
import { startEngine, type Engine, type EngineOptions } from "../../electron/engine/engine.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import type { Truth } from "./growing-logs.ts";

/** An engine of this process, and what a page that is open all the time shows of it. */
export type LiveEngine = {
  readonly overview: () => Overview | undefined;
  readonly engine: Engine;
  /** Texts of the notices with this id; one or none. */
  readonly notice: (id: string) => string | undefined;
  readonly counted: () => Truth | undefined;
  readonly stop: () => Promise<void>;
};

export function startLive(options: EngineOptions): LiveEngine {
  const engine = startEngine(options);
  if (engine.kind !== "engine") throw new Error(JSON.stringify(engine));
  let overview: Overview | undefined;
  engine.bridge.connect((event) => {
    if (event.kind === "feed") overview = applyFeed(overview, event.message);
  });
  return {
    engine,
    overview: () => overview,
    notice: (id) => overview?.notices.find((notice) => notice.id === id)?.text,
    counted: () => overview && truthOfOverview(overview),
    stop: engine.stop,
  };
}

function truthOfOverview({ totals: { calls, usage } }: Overview): Truth {
  const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output } = usage;
  return { calls, uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output };
}

/** With a wide margin: a busy machine may take long. */
export async function eventually(condition: () => boolean, timeout = 60_000): Promise<void> {
  await expect.poll(condition, { timeout, interval: 20 }).toBe(true);
}
