import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Publisher } from "../../electron/engine/publish.ts";
import type { FeedMessage, SessionSummary } from "../../shared/feed.ts";
import { sampleFeed } from "../renderer/sample-feed.ts";

const { overview } = sampleFeed();
const [sample] = overview.sessions;
if (sample === undefined) throw new Error("The sample has sessions");
const first: SessionSummary = sample;

let messages: FeedMessage[];
let publisher: Publisher;
beforeEach(() => {
  vi.useFakeTimers();
  messages = [];
  publisher = new Publisher(
    {
      events: () => overview.events,
      health: () => overview.health,
      notices: () => [],
      settings: () => overview.settings,
      detail: () => undefined,
      answer: () => {
        throw new Error("Nothing is asked here");
      },
    },
    overview.sessions,
    overview.scan,
  );
  publisher.connect((event) => {
    if (event.kind === "feed") messages.push(event.message);
  });
});
afterEach(() => {
  publisher.stop();
  vi.useRealTimers();
});

const grow = (agents: number) => publisher.publish([{ ...first, agents }], overview.scan);
/** How many agents the first session has in each message but the first, which is everything. */
const told = () =>
  messages.slice(1).map((message) => (message.kind === "update" ? message.sessions[0]?.agents : undefined));

test("the first change after a silence leaves at once, those that follow leave together 100 ms later", () => {
  grow(1);
  vi.advanceTimersByTime(0);
  expect(told()).toEqual([1]);
  grow(2);
  vi.advanceTimersByTime(60);
  grow(3);
  vi.advanceTimersByTime(39);
  expect(told()).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(told()).toEqual([1, 3]);
  vi.advanceTimersByTime(500);
  grow(4);
  vi.advanceTimersByTime(0);
  expect(told()).toEqual([1, 3, 4]);
});

test("nothing is sent when nothing changed", () => {
  vi.advanceTimersByTime(10_000);
  expect(messages.map(({ kind }) => kind)).toEqual(["reset"]);
});

test("what is only kept leaves with what is published next, and a newer value in its place", () => {
  publisher.keep([{ ...first, agents: 1 }], []);
  vi.advanceTimersByTime(500);
  expect(told()).toEqual([]);
  publisher.publish([], overview.scan);
  vi.advanceTimersByTime(0);
  expect(told()).toEqual([1]);
  publisher.keep([{ ...first, agents: 2 }], []);
  grow(3);
  vi.advanceTimersByTime(100);
  expect(told()).toEqual([1, 3]);
});
