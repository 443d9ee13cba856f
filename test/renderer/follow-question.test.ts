import { expect, test } from "vitest";
import { startFeed, type Pace } from "../../renderer/feed-store.ts";
import { ASK_EVERY, followQuestion, type Inquiry } from "../../renderer/follow-question.ts";
import type { Bridge, BridgeEvent } from "../../shared/bridge.ts";
import type { Overview } from "../../shared/feed.ts";
import type { Answer } from "../../shared/question.ts";
import { sampleFeed } from "./sample-feed.ts";
import { sampleInvalidations } from "./sample-invalidations.ts";

const question = { kind: "invalidations", from: undefined, to: undefined, zone: "UTC" } as const;
const answer: Answer = sampleInvalidations([], question);

/** A page whose time, visibility and engine are moved by hand. */
function page() {
  let now = 0;
  let hidden = false;
  let shown = () => {};
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  const waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[] = [];
  const told: Inquiry<"invalidations">[] = [];
  let asked = 0;
  const pace: Pace = {
    now: () => now,
    isHidden: () => hidden,
    later(run, delay) {
      timer = { at: now + delay, run };
      return () => (timer = undefined);
    },
    onShown(run) {
      shown = run;
      return () => (shown = () => {});
    },
  };
  const ask = () => {
    asked += 1;
    return new Promise<Answer>((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const following = followQuestion(ask, question, pace, (inquiry) => told.push(inquiry));
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  return {
    ...following,
    told,
    asked: () => asked,
    answers: async () => {
      waiting.shift()?.resolve(answer);
      await settled();
    },
    fails: async (why: string) => {
      waiting.shift()?.reject(new Error(why));
      await settled();
    },
    wait: async (time: number) => {
      now += time;
      const due = timer;
      if (due !== undefined && due.at <= now) {
        timer = undefined;
        due.run();
      }
      await settled();
    },
    hide: (value: boolean) => {
      hidden = value;
      if (!value) shown();
    },
  };
}

test("asks at once, and after many touches once more when five seconds are over", async () => {
  const at = page();
  expect(at.asked()).toBe(1);
  await at.answers();
  for (let time = 0; time < ASK_EVERY - 1; time += 999) {
    at.touch();
    await at.wait(0);
  }
  expect(at.asked()).toBe(1);
  await at.wait(ASK_EVERY);
  expect(at.asked()).toBe(2);
  await at.answers();
  await at.wait(10 * ASK_EVERY);
  expect([at.asked(), at.told.length]).toEqual([2, 2]);
});

test("one request at a time: a touch meanwhile asks again afterwards", async () => {
  const at = page();
  at.touch();
  await at.wait(3 * ASK_EVERY);
  expect(at.asked()).toBe(1);
  await at.answers();
  expect(at.asked()).toBe(2);
});

test("a failure keeps the earlier answer and says why", async () => {
  const at = page();
  await at.answers();
  await at.wait(ASK_EVERY);
  at.touch();
  await at.fails("The engine does not answer.");
  expect(at.told.at(-1)).toEqual({ answer, failed: "The engine does not answer." });
});

test("nothing is asked while nobody looks, and once when the page is shown again", async () => {
  const at = page();
  await at.answers();
  at.hide(true);
  at.touch();
  await at.wait(2 * ASK_EVERY);
  expect(at.asked()).toBe(1);
  at.hide(false);
  expect(at.asked()).toBe(2);
});

test("after the end an answer is not told any more", async () => {
  const at = page();
  at.stop();
  await at.answers();
  at.touch();
  expect([at.asked(), at.told.length]).toEqual([1, 0]);
});

test("the feed touches a question when the totals change or the engine returns, and not for other news", async () => {
  const { overview } = sampleFeed();
  let now = 0;
  let send: (event: BridgeEvent) => void = () => {};
  let asked = 0;
  const bridge: Bridge = {
    connect(listener) {
      send = listener;
      return { watch: () => {}, close: () => {} };
    },
    ask: () => {
      asked += 1;
      return Promise.resolve(answer);
    },
  };
  const pace: Pace = {
    now: () => now,
    isHidden: () => false,
    later: () => () => {},
    onShown: () => () => {},
  };
  const feed = startFeed(bridge, pace);
  const arrives = async (event: BridgeEvent) => {
    now += 2 * ASK_EVERY;
    send(event);
    await new Promise((resolve) => setTimeout(resolve));
    return asked;
  };
  await arrives({ kind: "feed", message: { kind: "reset", overview } });
  const following = feed.follow(question, () => {});
  const update = (changed: Partial<Omit<Overview, "sessions">>) =>
    arrives({ kind: "feed", message: { kind: "update", sessions: [], changed } });
  expect(asked).toBe(1);
  expect(await update({ notices: [] })).toBe(1);
  expect(await update({ totals: { ...overview.totals, calls: 1 } })).toBe(2);
  expect(await arrives({ kind: "offline", reason: "gone" })).toBe(2);
  expect(await update({ notices: [] })).toBe(3);
  following.stop();
  expect(await update({ totals: { ...overview.totals, calls: 2 } })).toBe(3);
});
