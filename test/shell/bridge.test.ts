import { describe, expect, test, vi } from "vitest";
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
