import { afterEach, expect, test, vi } from "vitest";
import type { Bridge, BridgeEvent } from "../shared/bridge.ts";
import { applyFeed, type Overview } from "../shared/feed.ts";
import type { AnswerTo, Question } from "../shared/question.ts";
import { answerTo, FakeEngine, zoneOf } from "./host/fake-engine.ts";
import { SAVED } from "./renderer/sample-settings.ts";

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

  const question = (zone: string) =>
    ({ kind: "invalidations", from: "2026-08-01", to: undefined, zone }) as const satisfies Question;

  async function ask(bridge: Bridge, zone: string): Promise<AnswerTo<"invalidations">> {
    const answer = await bridge.ask(question(zone));
    if (answer.kind !== "invalidations") throw new Error(`An answer to ${answer.kind}`);
    return answer;
  }

  test("a question is answered, and the engine gets it as it was asked", async () => {
    const { engine, bridge } = await setUp();
    expect(await bridge.ask(question("Europe/Berlin"))).toEqual(answerTo(question("Europe/Berlin")));
    expect(engine.asked).toEqual([question("Europe/Berlin")]);
  });

  test("two questions at once get each its own answer, whichever is ready first", async () => {
    const { engine, bridge } = await setUp();
    const ready = new Map<string, () => void>();
    engine.answer = (asked) =>
      new Promise((resolve) => ready.set(zoneOf(asked), () => resolve(answerTo(asked))));
    const order: string[] = [];
    const note = ({ all }: AnswerTo<"invalidations">) => order.push(all.key);
    const both = [ask(bridge, "UTC").then(note), ask(bridge, "Asia/Tokyo").then(note)];
    await soon(() => expect(ready.size).toBe(2));
    ready.get("Asia/Tokyo")?.();
    await both[1];
    ready.get("UTC")?.();
    await both[0];
    expect(order).toEqual(["Asia/Tokyo", "UTC"]);
  });

  test("a question that fails says why, and the next one is answered", async () => {
    const { engine, bridge } = await setUp();
    engine.answer = () => Promise.reject(new Error("The ledger could not answer (disk I/O error)."));
    await expect(bridge.ask(question("UTC"))).rejects.toThrow(
      /^The ledger could not answer \(disk I\/O error\)\.$/,
    );
    engine.answer = (asked) => Promise.resolve(answerTo(asked));
    expect((await ask(bridge, "UTC")).all.key).toBe("UTC");
  });

  test("an answer of some megabytes arrives whole", async () => {
    const { engine, bridge } = await setUp();
    const byProject = Array.from({ length: 20_000 }, (_, n) => ({
      ...answerTo(question("UTC")).all,
      key: `-home-ada-äöü-${n}`,
    }));
    engine.answer = (asked) => Promise.resolve({ ...answerTo(asked), byProject });
    expect((await ask(bridge, "UTC")).byProject).toEqual(byProject);
  });

  test("new settings arrive as they were sent, good or bad", async () => {
    const { engine, bridge } = await setUp();
    engine.answer = () => Promise.resolve(SAVED);
    const changes = { extraRoots: ["/logs ä", "C:\\logs"], notifyAboveUsd: 0.25, clock: "no" };
    expect(await bridge.ask({ kind: "save-settings", changes })).toEqual(SAVED);
    expect(engine.asked).toMatchObject([{ changes }]);
  });

  test("a question whose engine is lost fails with a sentence, and the new engine answers the next", async (context) => {
    const { engine, bridge, replaceEngine } = await setUp();
    if (replaceEngine === undefined) return context.skip("engine and page are one process here");
    const { events } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    engine.answer = () => new Promise(() => undefined);
    const lost = expect(bridge.ask(question("UTC"))).rejects.toThrow(/^[A-Z].*\.$/);
    await soon(() => expect(engine.asked).toHaveLength(1));
    await replaceEngine(new FakeEngine());
    await lost;
    await soon(() => expect(events.at(-1)).toMatchObject({ kind: "feed", message: { kind: "reset" } }));
    expect((await ask(bridge, "Asia/Tokyo")).all.key).toBe("Asia/Tokyo");
    return undefined;
  });
}
