import type { Step } from "./chain.ts";
import { causeGroup, lossKind } from "./cause-group.ts";
import type { CacheEvent, Cause, Incident } from "./event.ts";
import { TTL_MS } from "./segments.ts";
import { compactTokens, exactCount } from "../format.ts";
import type { Usd } from "../units.ts";

/** From so many losses in a row on, they are one incident with a pattern. */
const LEAST_RUN = 3;
/** Reads of one head differ by a few tokens at most. */
const SAME = 64;

/** What was found at a step. */
export type Found = { readonly step: Step; readonly event: CacheEvent };

/**
 * Joins losses of call after call into incidents, and names the patterns that only several calls show. In the order of
 * the log, a step's event behind that of its predecessor.
 */
export function withPatterns(found: readonly Found[]): readonly CacheEvent[] {
  const events = found.map(({ event }) => event);
  const changed = new Map<string, CacheEvent>();
  for (const run of runsOf(found)) {
    if (run.length < LEAST_RUN) continue;
    const incident = incidentOf(run);
    for (const event of run) changed.set(event.callKey, { ...event, incident });
    for (const pattern of patternsIn(run)) {
      for (const event of pattern.calls) changed.set(event.callKey, { ...renamed(event, pattern), incident });
    }
  }
  return events.map((event) => (event.lost > 0 ? (changed.get(event.callKey) ?? event) : event));
}

/** Losses whose calls follow each other directly, along the conversation. */
function runsOf(found: readonly Found[]): readonly (readonly CacheEvent[])[] {
  const runOf = new Map<Step, CacheEvent[]>();
  const runs: CacheEvent[][] = [];
  for (const { step, event: loss } of found) {
    if (loss.lost <= 0) continue;
    const before = step.before === undefined ? undefined : runOf.get(step.before);
    // A branch of the conversation starts a run of its own.
    const run =
      before !== undefined && before.at(-1)?.callKey === step.before?.chainCall.call.key ? before : [];
    if (run.length === 0) runs.push(run);
    run.push(loss);
    runOf.set(step, run);
  }
  return runs;
}

/** The causes that a pattern may replace: those inferred from a single pair. The server's word is never replaced. */
const REPLACEABLE: ReadonlySet<Cause> = new Set([
  "unknown",
  "server-side-likely",
  "messages-changed",
  "thinking-strip",
  "lookback",
  "clearing",
  "tools-changed",
]);

/** Calls in a row that lost their prefix in the same way. */
type Pattern = { readonly cause: Cause; readonly calls: readonly CacheEvent[] };

function patternsIn(run: readonly CacheEvent[]): readonly Pattern[] {
  const stretches: CacheEvent[][] = [];
  for (const event of run) {
    const stretch = stretches.at(-1) ?? [];
    if (isOpen(event) && goesOn(stretch, event)) stretch.push(event);
    else stretches.push(isOpen(event) ? [event] : []);
  }
  return stretches.flatMap((stretch) => (stretch.length < LEAST_RUN ? [] : [patternOf(stretch)]));
}

function isOpen({ cause, confidence }: CacheEvent): boolean {
  return REPLACEABLE.has(cause) && confidence !== "certain";
}

/** Behind a clearing whatever is lost within the hour, else what reads the same again. */
function goesOn([first]: readonly CacheEvent[], { cause, gap, read }: CacheEvent): boolean {
  if (first === undefined) return false;
  if (first.cause === "clearing") return read > 0 && gap !== undefined && gap <= TTL_MS["1h"];
  return cause !== "clearing" && Math.abs(read - first.read) <= SAME;
}

function patternOf(stretch: readonly CacheEvent[]): Pattern {
  // The first clearing is meant to be; that of each call after it was the fault.
  if (stretch[0]?.cause === "clearing") return { cause: "clearing-loop", calls: stretch.slice(1) };
  const readsNothing = stretch.every(({ read }) => read === 0);
  return { cause: readsNothing ? "permanent-write" : "pinned", calls: stretch };
}

function renamed(event: CacheEvent, { cause, calls }: Pattern): CacheEvent {
  const also = event.cause === "unknown" ? event.also : [event.cause, ...event.also];
  return {
    ...event,
    cause,
    kind: lossKind(cause),
    confidence: "likely",
    group: causeGroup(cause, true),
    also,
    evidence: [sentenceOf(cause, event, calls.length), ...event.evidence],
  };
}

function sentenceOf(cause: Cause, { read }: CacheEvent, calls: number): string {
  if (cause === "clearing-loop")
    return `${exactCount(calls)} calls in a row lost what stood behind it, since old results were cleared after a pause`;
  const stays = cause === "permanent-write" ? "nothing" : `only the first ${compactTokens(read)} tokens`;
  return `${exactCount(calls)} calls in a row read ${stays}: what follows is different each time`;
}

function incidentOf(run: readonly CacheEvent[]): Incident {
  const cost = run.reduce<Usd | undefined>(
    (sum, { avoidable }) => (sum === undefined || avoidable === undefined ? undefined : sum + avoidable),
    0,
  );
  const times = run.flatMap(({ at }) => at ?? []);
  const minutes = times.length < 2 ? 0 : (Math.max(...times) - Math.min(...times)) / 60_000;
  return {
    id: run[0]?.callKey ?? "",
    calls: run.length,
    lost: run.reduce((sum, { lost }) => sum + lost, 0),
    cost,
    costPerMinute: cost === undefined || minutes <= 0 ? undefined : cost / minutes,
    runaway: longestFullRun(run) >= LEAST_RUN,
  };
}

/** A rewrite of nearly everything: nine tenths of what could have been read was lost. */
function longestFullRun(run: readonly CacheEvent[]): number {
  let longest = 0;
  let length = 0;
  for (const { lost, expected } of run) {
    length = lost >= 0.9 * expected ? length + 1 : 0;
    longest = Math.max(longest, length);
  }
  return longest;
}
