import { describe, expect, test, vi } from "vitest";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";
import type { FakeElectron } from "./fake-electron.ts";

// Security check S30: docs/security.md.

async function open(answer: FakeElectron["saveDialog"]) {
  const engine = new FakeEngine();
  const { electron } = await openDesktop(
    () => engine,
    [],
    (made) => {
      made.saveDialog = answer;
    },
  );
  const { choosePath } = await vi.waitFor(() => {
    if (engine.choosePath === undefined) throw new Error("The engine does not run yet");
    return { choosePath: engine.choosePath };
  });
  return {
    electron,
    choose: (suggested: string, signal = new AbortController().signal) => choosePath(suggested, signal),
  };
}

describe("where an export goes", () => {
  test("is asked with the system's dialog, which starts at the usual place and warns before it replaces", async () => {
    const { electron, choose } = await open(() =>
      Promise.resolve({ canceled: false, filePath: "/mnt/usb/may.csv" }),
    );
    expect(await choose("/home/ada/Downloads/usage.csv")).toBe("/mnt/usb/may.csv");
    expect(electron.trace.find(([call]) => call === "dialog.showSaveDialog")?.[1]).toMatchObject({
      defaultPath: "/home/ada/Downloads/usage.csv",
      properties: expect.arrayContaining(["showOverwriteConfirmation"]),
    });
  });

  test("is nowhere when the user changes their mind", async () => {
    const { choose } = await open(() => Promise.resolve({ canceled: true, filePath: "" }));
    expect(await choose("/home/ada/Downloads/usage.csv")).toBeUndefined();
  });

  test("is the usual place where the system has no dialog", async () => {
    const { choose } = await open(() => Promise.reject(new Error("No portal")));
    expect(await choose("/home/ada/Downloads/usage.csv")).toBe("/home/ada/Downloads/usage.csv");
  });

  test("is nowhere once the page has cancelled, whatever the dialog says later", async () => {
    const dialog = Promise.withResolvers<{ canceled: boolean; filePath: string }>();
    const { choose } = await open(() => dialog.promise);
    const abort = new AbortController();
    const chosen = choose("/home/ada/Downloads/usage.csv", abort.signal);
    abort.abort();
    expect(await chosen).toBeUndefined();
    dialog.resolve({ canceled: false, filePath: "/late" });
  });
});
