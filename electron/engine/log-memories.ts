import type { LogMemory } from "./read-log.ts";

/** Logs that were read last are kept as far as going on needs it; others are read from their start when they grow. */
const MOST_LOGS = 64;

/**
 * Of all of them together. A link takes some 90 bytes (60,000 lines with 24,000 calls: 84,000 links, 7.5 MB; Node 24,
 * 2026-11-21), so that all may take 45 MB, of six logs as long as that one. To read that one again takes half a second.
 */
const MOST_LINKS = 500_000;

/** What is known of the logs read last, by the id of the log, within a bound that their length does not move. */
export function keepMemories(mostLinks: number = MOST_LINKS) {
  /** The one read last is at the end. A memory grows while it is read on, so its size is noted when it is kept. */
  const kept = new Map<number, { readonly memory: LogMemory; readonly links: number }>();
  let links = 0;

  function forget(id: number): void {
    links -= kept.get(id)?.links ?? 0;
    kept.delete(id);
  }

  return {
    of: (id: number): LogMemory | undefined => kept.get(id)?.memory,

    /** Forgets those read longest ago while it is too much; never this one, as it is likely to go on. */
    keep: (id: number, memory: LogMemory): void => {
      forget(id);
      const size = memory.transcript.links + memory.records.remembered;
      kept.set(id, { memory, links: size });
      links += size;
      for (const other of kept.keys()) {
        if (other === id || (kept.size <= MOST_LOGS && links <= mostLinks)) break;
        forget(other);
      }
    },

    forget,

    /** All that is kept now. */
    get size(): { readonly logs: number; readonly links: number } {
      return { logs: kept.size, links };
    },
  };
}
