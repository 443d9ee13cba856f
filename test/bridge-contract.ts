import { afterEach, expect, test, vi } from "vitest";
import type { Bridge, BridgeEvent } from "../shared/bridge.ts";
import { applyFeed, type Overview } from "../shared/feed.ts";
import { changesOf, detailAfter } from "../shared/session-changes.ts";
import { questionContract } from "./bridge-questions.ts";
import { FakeEngine } from "./host/fake-engine.ts";

export type BridgeUnderTest = {
  readonly bridge: Bridge;
  /** Ends the engine without a word and starts another with the given one; `undefined` where engine and page are one process. */
  readonly replaceEngine: ((next: FakeEngine) => Promise<void>) | undefined;
  readonly stop: () => Promise<void>;
};

/** What every host promises to the page, whatever is between the page and the engine. */
export function bridgeContract(open: (engine: FakeEngine) => Promise<BridgeUnderTest>) {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    while (stops.length > 0) await stops.pop()?.();
  });

  async function setUp() {
    const engine = new FakeEngine();
    const under = await open(engine);
    stops.push(under.stop);
    return { engine, ...under };
  }

  /** Connects, and keeps what came and what a page would show. */
  function listen(bridge: Bridge) {
    const events: BridgeEvent[] = [];
    let overview: Overview | undefined;
    const connection = bridge.connect((event) => {
      events.push(event);
      if (event.kind === "feed") overview = applyFeed(overview, event.message);
    });
    stops.push(async () => connection.close());
    const details = () =>
      events.flatMap((event) =>
        event.kind === "feed" && event.message.kind === "session" ? [event.message] : [],
      );
    return { events, connection, details, shown: () => overview };
  }

  const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

  test("the first message is a reset with everything", async () => {
    const { engine, bridge } = await setUp();
    const { events } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    expect(events).toEqual([{ kind: "feed", message: { kind: "reset", overview: engine.overview() } }]);
  });

  test("what changes afterwards arrives, in order", async () => {
    const { engine, bridge } = await setUp();
    const { events, shown } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    for (let n = 0; n < 50; n += 1) engine.call(n % 2 === 0 ? "one" : "three");
    await soon(() => expect(events).toHaveLength(51));
    expect(shown()?.totals).toEqual(engine.overview().totals);
    expect(new Set(shown()?.sessions)).toEqual(new Set(engine.overview().sessions));
  });

  test("detail comes of the watched session and of no other", async () => {
    const { engine, bridge } = await setUp();
    const { events, connection, details } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    engine.call("one");
    connection.watch("one");
    await soon(() => expect(details()).toHaveLength(1));
    engine.call("two");
    engine.call("one");
    await soon(() => expect(details()).toHaveLength(2));
    expect(details().map(({ id, detail }) => [id, detail?.summary.totals.calls])).toEqual([
      ["one", 4],
      ["one", 5],
    ]);
  });

  test("watching another session, or none, ends the detail of the first", async () => {
    const { engine, bridge } = await setUp();
    const { connection, details } = listen(bridge);
    connection.watch("one");
    connection.watch("two");
    await soon(() => expect(details().at(-1)?.id).toBe("two"));
    connection.watch(undefined);
    await soon(() => expect(engine.watched()).toEqual([undefined]));
    const before = details().length;
    engine.call("two");
    engine.call("one");
    connection.watch("one");
    await soon(() => expect(details().at(-1)?.detail?.summary.totals.calls).toBe(4));
    expect(details()).toHaveLength(before + 1);
  });

  test("detail that was on its way when its session was left does not arrive", async () => {
    const { engine, bridge } = await setUp();
    const { connection, details } = listen(bridge);
    connection.watch("one");
    await soon(() => expect(details()).toHaveLength(1));
    engine.call("one");
    const before = details().length;
    connection.watch("two");
    await soon(() => expect(details().at(-1)?.id).toBe("two"));
    expect(
      details()
        .slice(before)
        .map(({ id }) => id),
    ).toEqual(["two"]);
  });

  test("what is new of the watched session arrives whole", async () => {
    const { engine, bridge } = await setUp();
    const { events, connection, details } = listen(bridge);
    connection.watch("one");
    await soon(() => expect(details()).toHaveLength(1));
    const [known] = details();
    if (known?.detail === undefined) throw new Error("The session is known");
    const grown = { ...known.detail, summary: { ...known.detail.summary, agents: 7 } };
    const message = { kind: "session-update", id: "one", changes: changesOf(known.detail, grown) } as const;
    engine.send(message);
    await soon(() => expect(events.at(-1)).toEqual({ kind: "feed", message }));
    expect(detailAfter(known.detail, message)).toEqual(grown);
  });

  test("a session that nobody knows has no detail", async () => {
    const { bridge } = await setUp();
    const { connection, details } = listen(bridge);
    connection.watch("../../etc/passwd");
    await soon(() => expect(details()).toHaveLength(1));
    expect(details()[0]?.id).toBe("../../etc/passwd");
    expect(details()[0]?.detail).toBeUndefined();
  });

  test("two connections do not disturb each other", async () => {
    const { engine, bridge } = await setUp();
    const first = listen(bridge);
    const second = listen(bridge);
    first.connection.watch("one");
    second.connection.watch("two");
    await soon(() => expect([first.details().length, second.details().length]).toEqual([1, 1]));
    first.connection.close();
    await soon(() => expect(engine.listeners).toBe(1));
    engine.call("two");
    await soon(() => expect(second.details()).toHaveLength(2));
    expect(first.details().map(({ id }) => id)).toEqual(["one"]);
    expect(second.details().map(({ id }) => id)).toEqual(["two", "two"]);
  });

  test("a closed connection is silent, and the engine knows", async () => {
    const { engine, bridge } = await setUp();
    const { events, connection } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    connection.close();
    connection.close();
    connection.watch("one");
    await soon(() => expect(engine.listeners).toBe(0));
    engine.call("one");
    expect(events).toHaveLength(1);
  });

  test("what the engine says of being offline is passed on", async () => {
    const { engine, bridge } = await setUp();
    const { events } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    engine.emit({ kind: "offline", reason: "The disk is full." });
    await soon(() => expect(events).toHaveLength(2));
    expect(events[1]).toEqual({ kind: "offline", reason: "The disk is full." });
  });

  test("when the engine is lost the page is told, and a new one resets it and goes on with the watched session", async (context) => {
    const { bridge, replaceEngine } = await setUp();
    if (replaceEngine === undefined) return context.skip("engine and page are one process here");
    const { events, connection, details } = listen(bridge);
    connection.watch("one");
    await soon(() => expect(details()).toHaveLength(1));
    const next = new FakeEngine();
    next.call("one");
    next.call("one");
    await replaceEngine(next);
    await soon(() => expect(details().at(-1)?.detail?.summary.totals.calls).toBe(5));
    const kinds = events.map((event) => (event.kind === "feed" ? event.message.kind : event.kind));
    expect(kinds.slice(0, 2)).toEqual(["reset", "session"]);
    expect(kinds[2]).toBe("offline");
    expect(kinds.slice(-2)).toEqual(["reset", "session"]);
    next.call("one");
    await soon(() => expect(details().at(-1)?.detail?.summary.totals.calls).toBe(6));
    return undefined;
  });

  questionContract({ setUp, listen, soon });
}
