import fc from "fast-check";
import { expect, test } from "vitest";
import type { CallView, MarkView, SessionDetail } from "../../shared/feed.ts";
import { changesOf, detailAfter, withChanges } from "../../shared/session-changes.ts";
import { sampleFeed } from "../renderer/sample-feed.ts";

const [sample] = sampleFeed().details;
const [sampleCall] = sample?.calls ?? [];
if (sample === undefined || sampleCall === undefined) throw new Error("The sample has a session with calls");

const call = (order: number, output: number): CallView => ({
  ...sampleCall,
  key: `msg_${order}`,
  order,
  usage: { ...sampleCall.usage, output },
});
const mark = (order: number, detail: string): MarkView => ({
  order,
  at: undefined,
  agent: undefined,
  mark: "prompt",
  detail,
});

/** A session whose calls and marks are some of a hundred places, each place one value of two. */
const details = fc
  .record({
    calls: fc.uniqueArray(fc.tuple(fc.nat(99), fc.nat(1)), { selector: ([order]) => order }),
    marks: fc.uniqueArray(fc.tuple(fc.nat(99), fc.nat(1)), { selector: ([order]) => order }),
    events: fc.nat(sample.events.length),
    agents: fc.nat(3),
  })
  .map(({ calls, marks, events, agents }): SessionDetail => {
    const inOrder = (places: readonly (readonly [number, number])[]) => places.toSorted(([a], [b]) => a - b);
    return {
      ...sample,
      summary: { ...sample.summary, agents },
      calls: inOrder(calls).map(([order, output]) => call(order, output)),
      marks: inOrder(marks).map(([order, detail]) => mark(order, `detail ${detail}`)),
      events: sample.events.slice(0, events),
    };
  });

test("what is told of a session makes what was known of it what it is, however often it is told", () => {
  fc.assert(
    fc.property(details, details, (before, after) => {
      const changes = changesOf(before, after);
      const once = withChanges(before, changes);
      expect(once).toEqual(after);
      expect(withChanges(once, changes)).toEqual(after);
    }),
  );
});

test("a call more is told as that call, and the others stay the very same values", () => {
  const before = { ...sample, calls: [call(1, 10), call(2, 20)] };
  // An agent's call stands behind the main lane's.
  const after = { ...sample, calls: [call(1, 10), call(2, 21), call(3, 30)] };
  const changes = changesOf(before, after);
  expect(changes.calls).toEqual({ changed: [call(2, 21), call(3, 30)], gone: [] });
  expect(changes.events).toBeUndefined();
  const shown = withChanges(before, changes);
  expect(shown.calls[0]).toBe(before.calls[0]);
  expect(shown.marks).toBe(before.marks);
});

test("changes of a session that is not the one known are of no use", () => {
  const changes = changesOf(sample, { ...sample, calls: [] });
  const other = { ...sample, id: "another" };
  expect(detailAfter(other, { kind: "session-update", id: sample.id, changes })).toBe(other);
  expect(detailAfter(undefined, { kind: "session-update", id: sample.id, changes })).toBeUndefined();
});
