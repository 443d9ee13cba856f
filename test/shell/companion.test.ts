import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startCompanion } from "../../electron/shell/companion.ts";
import { FakeEngine } from "../host/fake-engine.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("settings that cannot be followed are tried once, and what comes after them is not kept waiting for ever", () => {
  const engine = new FakeEngine();
  const settings = vi.fn(() => {
    throw new Error("the desk refuses");
  });
  const alert = vi.fn();
  const look = () => startCompanion(engine.bridge, "en", { face: () => undefined, alert, settings });
  expect(look).toThrow("the desk refuses");
  engine.call("one");
  expect(settings).toHaveBeenCalledTimes(1);
  expect(alert).toHaveBeenCalled();
});
