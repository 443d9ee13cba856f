import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { boundsOn, openPlacements } from "../../electron/shell/placement.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";

const LAPTOP = { workArea: { x: 0, y: 25, width: 1440, height: 875 } };
const BESIDE = { workArea: { x: 1440, y: 0, width: 2560, height: 1440 } };
const at = (x: number, y: number, width = 420, height = 340) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

describe("a remembered place", () => {
  test.each([
    ["on the only display", at(100, 100), [LAPTOP], true],
    ["half out to the right", at(1300, 100), [LAPTOP], true],
    ["with too little left to hold", at(1380, 100), [LAPTOP], false],
    ["half out to the left", at(-300, 100), [LAPTOP], true],
    ["below the edge", at(100, 880), [LAPTOP], false],
    ["with its title bar above the edge", at(100, 0), [LAPTOP], false],
    ["on the second display", at(2000, 100), [LAPTOP, BESIDE], true],
    ["on a display that is gone", at(2000, 100), [LAPTOP], false],
    ["with no display at all", at(100, 100), [], false],
  ])("%s: %j", (_where, placement, displays, used) => {
    expect(boundsOn(displays, placement)).toEqual(used ? placement.bounds : undefined);
  });

  test("is kept in a file of the user's own, one for each window", () => {
    const folder = mkdtempSync(join(tmpdir(), "prefixwatch-place-"));
    openPlacements(folder).remember("full", at(1, 2));
    openPlacements(folder).remember("compact", at(3, 4));
    const again = openPlacements(folder);
    expect([again.of("full"), again.of("compact")]).toEqual([at(1, 2), at(3, 4)]);
    expect(statSync(join(folder, "windows.json")).mode & 0o77).toBe(0);
  });

  test.each([
    "",
    "null",
    "[]",
    "{",
    '{"full": null}',
    '{"full": {"bounds": null}}',
    '{"full": {"bounds": {"x": 1, "y": 1, "width": 0, "height": 10}}}',
    '{"full": {"bounds": {"x": "1", "y": 1, "width": 10, "height": 10}}}',
    '{"full": {"bounds": {"x": 1e300, "y": 1, "width": 10, "height": 10}}}',
    '{"full": {"bounds": {"x": 1.5, "y": 1, "width": 10, "height": 10}}}',
  ])("out of a file with %s is none", (text) => {
    const folder = mkdtempSync(join(tmpdir(), "prefixwatch-place-"));
    writeFileSync(join(folder, "windows.json"), text);
    expect(openPlacements(folder).of("full")).toBeUndefined();
  });
});

describe("a window", () => {
  test("comes back where it was left, maximized if it was, in the next start", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const file = join(electron.folder, "userData", "window", "windows.json");
    const [window] = electron.windows;
    if (window === undefined) throw new Error("No window");
    window.bounds = { x: 40, y: 60, width: 900, height: 700 };
    window.maximized = true;
    window.close();
    const next = await openDesktop(
      () => new FakeEngine(),
      [],
      (made) => {
        made.folder = electron.folder;
      },
    );
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ full: { maximized: true } });
    expect([next.electron.windows[0]?.bounds, next.electron.windows[0]?.maximized]).toEqual([
      { x: 40, y: 60, width: 900, height: 700 },
      true,
    ]);
  });

  test("that was opened last is the one that comes back, in the next start too", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    electron.desk.trays[0]?.choose("Compact or full window");
    const next = await openDesktop(
      () => new FakeEngine(),
      [],
      (made) => {
        made.folder = electron.folder;
      },
    );
    expect(next.electron.windows.map(({ options }) => options.width)).toEqual([420]);
  });

  test("that was left on a display which is gone opens where the system puts it", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const [window] = electron.windows;
    if (window === undefined) throw new Error("No window");
    const usual = window.bounds;
    window.bounds = { x: 5000, y: 60, width: 900, height: 700 };
    window.close();
    electron.app.emit("activate");
    expect(electron.windows[1]?.bounds).toEqual(usual);
  });

  test("is remembered while it is dragged, not at each step of it", async () => {
    const { electron } = await openDesktop(() => new FakeEngine());
    const file = join(electron.folder, "userData", "window", "windows.json");
    const [window] = electron.windows;
    if (window === undefined) throw new Error("No window");
    for (let x = 0; x < 50; x++) {
      window.bounds = { x, y: 60, width: 900, height: 700 };
      window.emit("move");
    }
    await vi.waitFor(
      () => expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ full: { bounds: { x: 49 } } }),
      {
        timeout: 3000,
      },
    );
  });
});
