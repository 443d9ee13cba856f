import { expect, test } from "vitest";
import { COMMIT_EVERY, startFeed, type Pace } from "../../renderer/feed-store.ts";
import type { Bridge, BridgeEvent } from "../../shared/bridge.ts";
import type { FeedMessage } from "../../shared/feed.ts";
import { changesOf } from "../../shared/session-changes.ts";
import { sampleFeed } from "./sample-feed.ts";

const { overview, details } = sampleFeed();
const [first, second] = details;
if (first === undefined || second === undefined) throw new Error("The sample has several sessions");

/** A page whose time, visibility and bridge are moved by hand. */
function page() {
  let now = 0;
  let hidden = false;
  let shown: (() => void) | undefined;
  let timer: { readonly at: number; readonly run: () => void } | undefined;
  let send: (event: BridgeEvent) => void = () => {};
  const watched: (string | undefined)[] = [];
  const stopped: string[] = [];
  const pace: Pace = {
    now: () => now,
    isHidden: () => hidden,
    later(run, delay) {
      timer = { at: now + delay, run };
      return () => (timer = undefined);
    },
    onShown(run) {
      shown = run;
      return () => stopped.push("pace");
    },
  };
  const bridge: Bridge = {
    connect(listener) {
      send = listener;
      return { watch: (session) => watched.push(session), close: () => stopped.push("bridge") };
    },
    ask: () => Promise.reject(new Error("The feed asks nothing.")),
  };
  const feed = startFeed(bridge, pace);
  let commits = 0;
  feed.store.subscribe(() => (commits += 1));
  return {
    feed,
    watched,
    stopped,
    commits: () => commits,
    receive: (message: FeedMessage) => send({ kind: "feed", message }),
    goOffline: (reason: string) => send({ kind: "offline", reason }),
    wait: (time: number) => {
      now += time;
      const due = timer;
      if (due === undefined || due.at > now) return;
      timer = undefined;
      due.run();
    },
    hide: () => (hidden = true),
    show: () => {
      hidden = false;
      shown?.();
    },
  };
}

function scanned(filesDone: number): FeedMessage {
  return { kind: "update", sessions: [], changed: { scan: { ...overview.scan, filesDone } } };
}

test("the first message shows at once, the next ones together after 250 ms", () => {
  const { feed, receive, wait, commits } = page();
  receive({ kind: "reset", overview });
  expect(feed.store.getState().overview).toBe(overview);
  for (let files = 1; files <= 50; files += 1) receive(scanned(files));
  expect(commits()).toBe(1);
  wait(COMMIT_EVERY);
  expect(commits()).toBe(2);
  expect(feed.store.getState().overview?.scan.filesDone).toBe(50);
});

test("nothing is committed while the page is hidden, and all of it when it is seen again", () => {
  const { feed, receive, wait, hide, show, commits } = page();
  receive({ kind: "reset", overview });
  hide();
  receive(scanned(7));
  wait(10_000);
  expect(commits()).toBe(1);
  show();
  expect(commits()).toBe(2);
  expect(feed.store.getState().overview?.scan.filesDone).toBe(7);
});

test("while offline the figures stay, and the next message takes the banner away", () => {
  const { feed, receive, goOffline, wait } = page();
  receive({ kind: "reset", overview });
  goOffline("gone");
  wait(COMMIT_EVERY);
  expect(feed.store.getState()).toMatchObject({ overview, offline: "gone" });
  receive({ kind: "reset", overview });
  wait(COMMIT_EVERY);
  expect(feed.store.getState().offline).toBeUndefined();
});

test("only the watched session's calls are taken, and a session the engine does not know is told", async () => {
  const { feed, receive, wait, watched } = page();
  feed.watch(first.id);
  feed.watch(undefined);
  feed.watch(first.id);
  await Promise.resolve();
  expect(watched).toEqual([first.id]);
  receive({ kind: "session", id: second.id, detail: second });
  expect(feed.store.getState().detail).toBeUndefined();
  wait(COMMIT_EVERY);
  receive({ kind: "session", id: first.id, detail: first });
  wait(COMMIT_EVERY);
  expect(feed.store.getState().detail).toBe(first);
  feed.watch("unknown");
  receive({ kind: "session", id: "unknown", detail: undefined });
  wait(COMMIT_EVERY);
  expect(feed.store.getState()).toMatchObject({ detail: first, missing: "unknown" });
});

test("what is new of the watched session is joined with what is shown of it, and of another one it is not", async () => {
  const { feed, receive, wait } = page();
  feed.watch(first.id);
  await Promise.resolve();
  const grown = { ...first, calls: first.calls.map((call, order) => ({ ...call, order })) };
  const before = { ...grown, calls: grown.calls.slice(0, -1) };
  receive({ kind: "session", id: first.id, detail: before });
  receive({ kind: "session-update", id: first.id, changes: changesOf(before, grown) });
  wait(COMMIT_EVERY);
  expect(feed.store.getState().detail).toEqual(grown);
  feed.watch(second.id);
  receive({ kind: "session-update", id: second.id, changes: changesOf(grown, second) });
  wait(COMMIT_EVERY);
  expect(feed.store.getState().detail).toEqual(grown);
});

test("stopping closes the bridge and listens no more", () => {
  const { feed, stopped } = page();
  feed.stop();
  expect(stopped).toEqual(["pace", "bridge"]);
});
