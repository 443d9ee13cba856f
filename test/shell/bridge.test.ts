import { describe, expect, test, vi } from "vitest";
import type { BridgeEvent } from "../../shared/bridge.ts";
import { bridgeContract } from "../bridge-contract.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";

describe("through the desktop shell, on a stand-in for Electron", () => {
  bridgeContract(async (engine) => {
    let current = engine;
    const desktop = await openDesktop(() => current);
    return {
      bridge: desktop.bridge(),
      replaceEngine: async (next) => {
        current = next;
        desktop.electron.children.at(-1)?.end(139);
      },
      stop: async () => undefined,
    };
  });
});

test("a page that is loaded anew gets a port of its own, and the old one is let go", async () => {
  const engine = new FakeEngine();
  const desktop = await openDesktop(() => engine);
  const first: unknown[] = [];
  desktop.bridge().connect((event) => first.push(event));
  await vi.waitFor(() => expect(first).toHaveLength(1));
  const ports = desktop.electron.children[0]?.ports ?? [];
  // Chromium closes the ports of a page that goes away.
  for (const port of ports) port.close();
  await desktop.reload();
  const second: unknown[] = [];
  desktop.bridge().connect((event) => second.push(event));
  await vi.waitFor(() => expect(second).toHaveLength(1));
  await vi.waitFor(() => expect(engine.listeners).toBe(1));
  expect(first).toHaveLength(1);
});

test("while another instance holds the ledger the window says so, and goes on by itself when that one ends", async () => {
  const engine = new FakeEngine();
  const other = { kind: "other-instance", pid: 7, address: "http://127.0.0.1:1/#t=x" } as const;
  const desktop = await openDesktop(() => engine, [other]);
  const events: BridgeEvent[] = [];
  desktop.bridge().connect((event) => events.push(event));
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(events[0]).toEqual({ kind: "offline", reason: expect.stringContaining(other.address) });
  await vi.waitFor(() => expect(events).toHaveLength(2), { timeout: 5000 });
  expect(events[1]).toMatchObject({ kind: "feed", message: { kind: "reset" } });
});

test("what the user can mend is said in the window", async () => {
  const problem = { kind: "store-problem", message: "The data folder /x cannot be written." } as const;
  const desktop = await openDesktop(() => new FakeEngine(), [problem, problem]);
  const events: BridgeEvent[] = [];
  desktop.bridge().connect((event) => events.push(event));
  await vi.waitFor(() => expect(events).toEqual([{ kind: "offline", reason: problem.message }]));
});
