import { describe, expect, test } from "vitest";
import type Electron from "electron";
import { menuTemplate } from "../../electron/shell/menu.ts";
import { drawIcon } from "../../electron/shell/tray-icon.ts";
import type { TrayColour } from "../../shared/tray-face.ts";
import { FakeEngine } from "../host/fake-engine.ts";
import { openDesktop } from "./desktop.ts";
import { colourOf } from "./icon-colour.ts";

describe("the icon", () => {
  test("of each state differs in its shape, for those who see no colours", () => {
    const shapes = (["warm", "expiring", "broken", "cold"] as const satisfies readonly TrayColour[]).map(
      (state) => {
        const pixels = drawIcon(state, 32);
        return Array.from({ length: 32 * 32 }, (_, n) => (pixels[n * 4 + 3] === 0 ? "." : "#")).join("");
      },
    );
    expect(new Set(shapes).size).toBe(4);
  });

  test.each([16, 32])("of %i pixels is drawn within them", (size) => {
    const pixels = drawIcon("warm", size);
    expect(pixels).toHaveLength(size * size * 4);
    expect(colourOf(pixels)).toBe("35b8a5");
  });
});

describe("the menu", () => {
  const ACTIONS = { settings: () => undefined, toggle: () => undefined };
  test("has the standard roles, and on a Mac the settings where a Mac has them", () => {
    const roles = (platform: NodeJS.Platform) => JSON.stringify(menuTemplate(platform, false, ACTIONS));
    for (const role of ["editMenu", "windowMenu", "quit", "zoomIn", "togglefullscreen"])
      expect([role, roles("linux").includes(`"${role}"`), roles("darwin").includes(`"${role}"`)]).toEqual([
        role,
        true,
        true,
      ]);
    for (const role of ["about", "services", "hideOthers"]) expect(roles("darwin")).toContain(`"${role}"`);
    const [first] = menuTemplate("darwin", false, ACTIONS);
    expect(JSON.stringify(first)).toContain("CommandOrControl+,");
  });

  test("changes the window by its key, both ways", async () => {
    const desktop = await openDesktop(() => new FakeEngine());
    const view = desktop.electron.menu.find(({ label }) => label === "View")
      ?.submenu as Electron.MenuItemConstructorOptions[];
    const toggle = view.find(({ accelerator }) => accelerator === "CommandOrControl+Shift+M")
      ?.click as () => void;
    toggle();
    expect(desktop.electron.windows.at(-1)?.options).toMatchObject({
      width: 420,
      height: 340,
      useContentSize: true,
    });
    expect(desktop.electron.windows.at(-1)?.onTop).toBe(true);
    toggle();
    expect(desktop.electron.windows.map(({ options }) => options.width)).toEqual([1280, 420, 1280]);
    expect(desktop.electron.trace.map(([call]) => call)).not.toContain("app.quit");
  });
});
