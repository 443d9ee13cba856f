import { describe, expect, test } from "vitest";
import { bridgeOver, MAX_FEEDS, MAX_SESSION_ID, serveBridge } from "../../shared/wire.ts";
import { bridgeContract } from "../bridge-contract.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { memoryPorts } from "./memory-ports.ts";

describe("the engine in the same process", () => {
  bridgeContract(async (engine) => ({
    bridge: engine.bridge,
    replaceEngine: undefined,
    stop: async () => undefined,
  }));
});

describe("over a port", () => {
  bridgeContract(async (engine) => {
    const [page, server] = memoryPorts();
    let stop = serveBridge(server, engine.bridge);
    return {
      bridge: bridgeOver(page),
      replaceEngine: async (next) => {
        stop();
        page.receive({ kind: "lost", reason: "It stopped." });
        stop = serveBridge(server, next.bridge);
      },
      stop: async () => stop(),
    };
  });
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("a hostile page", () => {
  const nonsense: readonly unknown[] = [
    undefined,
    null,
    0,
    "connect",
    [],
    {},
    { kind: "connect" },
    { kind: "connect", feed: "0" },
    { kind: "connect", feed: -1 },
    { kind: "connect", feed: 0.5 },
    { kind: "connect", feed: Number.NaN },
    { kind: "connect", feed: 0, extra: true },
    { kind: "constructor", feed: 0 },
    { kind: "__proto__", feed: 0 },
    { kind: "watch", feed: 9, session: 5 },
    { kind: "watch", feed: 9, session: null },
    { kind: "watch", feed: 9, session: ["one"] },
    { kind: "watch", feed: 9, session: "x".repeat(MAX_SESSION_ID + 1) },
    { kind: "hello" },
    { kind: "event", feed: 9, event: { kind: "offline", reason: "" } },
    Object.assign(Object.create({ kind: "connect" }) as object, { feed: "x" }),
  ];

  test.each(nonsense.map((message, n) => [n, message]))("message %i changes nothing", async (_n, message) => {
    const engine = new FakeEngine();
    const [page, server] = memoryPorts();
    const stop = serveBridge(server, engine.bridge);
    page.post({ kind: "connect", feed: 9 });
    server.receive(message);
    await settle();
    expect({ feeds: engine.listeners, watched: engine.watched() }).toEqual({
      feeds: 1,
      watched: [undefined],
    });
    stop();
    expect(engine.listeners).toBe(0);
  });

  test("opens no more than its share of feeds", async () => {
    const engine = new FakeEngine();
    const [page, server] = memoryPorts();
    serveBridge(server, engine.bridge);
    for (let feed = 0; feed < 10 * MAX_FEEDS; feed += 1) page.post({ kind: "connect", feed });
    await settle();
    expect(engine.listeners).toBe(MAX_FEEDS);
  });

  test("asking twice for one feed opens one", async () => {
    const engine = new FakeEngine();
    const [page, server] = memoryPorts();
    serveBridge(server, engine.bridge);
    page.post({ kind: "connect", feed: 1 });
    page.post({ kind: "connect", feed: 1 });
    await settle();
    expect(engine.connects).toBe(1);
  });
});

test("a page drops what is not of the feed", async () => {
  const [page, server] = memoryPorts();
  const events: unknown[] = [];
  bridgeOver(page).connect((event) => events.push(event));
  for (const message of [
    undefined,
    {},
    { kind: "event", feed: 0 },
    { kind: "event", feed: 0, event: { kind: "feed" } },
  ])
    page.receive(message);
  page.receive({ kind: "event", feed: 7, event: { kind: "offline", reason: "of another feed" } });
  page.receive({ kind: "event", feed: 0, event: { kind: "offline", reason: "mine" } });
  await settle();
  expect(events).toEqual([{ kind: "offline", reason: "mine" }]);
  expect(server.posted).toEqual([]);
});
