import { describe, expect, test, vi } from "vitest";
import { startHost, type Host } from "../../electron/host/host.ts";
import { httpBridge } from "../../renderer/http-bridge.ts";
import { bridgeContract } from "../bridge-contract.ts";
import { FakeEngine } from "./fake-engine.ts";
import { listening, nodeSurroundings, PAGE } from "./surroundings.ts";

describe("over the loopback host", () => {
  bridgeContract(async (engine) => {
    let host = await listening(startHost({ bridge: engine.bridge, assets: PAGE }));
    const surroundings = nodeSurroundings(() => host);
    return {
      bridge: httpBridge(surroundings),
      replaceEngine: async (next) => {
        const { port } = host;
        await host.stop();
        host = await listening(startHost({ bridge: next.bridge, assets: PAGE, port }));
        surroundings.tokenChanged();
      },
      stop: () => host.stop(),
    };
  });
});

describe("a window of an earlier start", () => {
  test("is told to open the printed address, and asks no more until it has a new token", async () => {
    const engine = new FakeEngine();
    const host = await listening(startHost({ bridge: engine.bridge, assets: PAGE }));
    const stale: Host = { ...host, url: `${host.origin}/#t=of-yesterday` };
    let current = stale;
    const surroundings = nodeSurroundings(() => current);
    const events: unknown[] = [];
    const connection = httpBridge(surroundings).connect((event) => events.push(event));
    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(events).toEqual([{ kind: "offline", reason: expect.stringContaining("printed in the terminal") }]);
    expect(surroundings.requests()).toBe(1);
    current = host;
    surroundings.tokenChanged();
    await vi.waitFor(() => expect(events).toHaveLength(2));
    connection.close();
    await host.stop();
  });
});

describe("a window nobody looks at", () => {
  test("gives its connection back after a while, and comes back with a reset and its session", async () => {
    const engine = new FakeEngine();
    const host = await listening(startHost({ bridge: engine.bridge, assets: PAGE }));
    const surroundings = nodeSurroundings(() => host);
    const kinds: string[] = [];
    const connection = httpBridge(surroundings).connect((event) =>
      kinds.push(event.kind === "feed" ? event.message.kind : event.kind),
    );
    connection.watch("one");
    await vi.waitFor(() => expect(kinds).toEqual(["reset", "session"]));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    surroundings.hide(true);
    vi.advanceTimersByTime(29_000);
    expect(engine.listeners).toBe(1);
    vi.advanceTimersByTime(2000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(engine.listeners).toBe(0));
    surroundings.hide(false);
    await vi.waitFor(() => expect(kinds).toEqual(["reset", "session", "reset", "session"]));
    connection.close();
    await host.stop();
  });
});

test("silence for longer than two heartbeats counts as lost", async () => {
  const engine = new FakeEngine();
  const host = await listening(startHost({ bridge: engine.bridge, assets: PAGE, heartbeat: 3_600_000 }));
  const surroundings = nodeSurroundings(() => host);
  const kinds: string[] = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const connection = httpBridge(surroundings).connect((event) => kinds.push(event.kind));
  await vi.waitFor(() => expect(kinds).toEqual(["feed"]));
  vi.advanceTimersByTime(40_000);
  vi.useRealTimers();
  await vi.waitFor(() => expect(kinds).toEqual(["feed", "offline", "feed"]));
  connection.close();
  await host.stop();
});
