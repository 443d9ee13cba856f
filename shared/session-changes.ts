import type { CallView, ChangedIn, FeedMessage, MarkView, SessionChanges, SessionDetail } from "./feed.ts";

// A call more is some hundred bytes; the session that it belongs to was 3.4 MB with 8,000 calls, at each of them
// (2026-11-21).

const keyOfCall = ({ key }: CallView) => key;
/** One record may say two things. */
const keyOfMark = ({ order, mark }: MarkView) => `${order} ${mark}`;

/** What a page that knows a session as it was must be told to know it as it is. */
export function changesOf(before: SessionDetail, after: SessionDetail): SessionChanges {
  return {
    summary: after.summary,
    lanes: after.lanes,
    calls: changedIn(before.calls, after.calls, keyOfCall),
    marks: changedIn(before.marks, after.marks, keyOfMark),
    events: isSame(before.events, after.events) ? undefined : after.events,
  };
}

/** The same values again change nothing. */
export function withChanges(detail: SessionDetail, changes: SessionChanges): SessionDetail {
  const { summary, lanes, calls, marks, events } = changes;
  return {
    id: detail.id,
    summary,
    lanes,
    calls: withChanged(detail.calls, calls, keyOfCall),
    marks: withChanged(detail.marks, marks, keyOfMark),
    events: events ?? detail.events,
  };
}

/** A session after a message, if the message is of one; changes of another than is known are not of use. */
export function detailAfter(
  detail: SessionDetail | undefined,
  message: FeedMessage,
): SessionDetail | undefined {
  if (message.kind === "session") return message.detail;
  if (message.kind !== "session-update" || detail?.id !== message.id) return detail;
  return withChanges(detail, message.changes);
}

function changedIn<Value>(
  before: readonly Value[],
  after: readonly Value[],
  keyOf: (value: Value) => string,
): ChangedIn<Value> {
  // Nearly always all but the last are the very same.
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const known = new Map(before.slice(same).map((value) => [keyOf(value), value]));
  const changed: Value[] = [];
  for (const value of after.slice(same)) {
    const key = keyOf(value);
    if (!isSame(known.get(key), value)) changed.push(value);
    known.delete(key);
  }
  return { changed, gone: [...known.keys()] };
}

function withChanged<Value extends { readonly order: number }>(
  values: readonly Value[],
  { changed, gone }: ChangedIn<Value>,
  keyOf: (value: Value) => string,
): readonly Value[] {
  if (changed.length === 0 && gone.length === 0) return values;
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  for (const key of gone) byKey.delete(key);
  for (const value of changed) byKey.set(keyOf(value), value);
  return [...byKey.values()].sort((a, b) => a.order - b.order);
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
