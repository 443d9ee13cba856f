import { EventEmitter } from "node:events";
import type Electron from "electron";
import type { Named, Step } from "./fake-electron.ts";

export class FakeTray extends EventEmitter {
  image: Electron.NativeImage;
  title = "";
  toolTip = "";
  menu: readonly Electron.MenuItemConstructorOptions[] = [];
  menus = 0;
  destroyed = false;

  constructor(image: Electron.NativeImage) {
    super();
    this.image = image;
  }
  setImage(image: Electron.NativeImage) {
    this.image = image;
  }
  setTitle(title: string) {
    this.title = title;
  }
  setToolTip(text: string) {
    this.toolTip = text;
  }
  setContextMenu(menu: readonly Electron.MenuItemConstructorOptions[]) {
    this.menu = menu;
    this.menus += 1;
  }
  destroy() {
    this.destroyed = true;
  }
  /** As a click of the user on an entry. */
  choose(label: string) {
    const item = this.menu.find((entry) => entry.label === label);
    if (item?.click === undefined) throw new Error(`No entry ${label} that does anything`);
    (item.click as () => void)();
  }
}

export class FakeNotification extends EventEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  shown = false;
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  show() {
    this.shown = true;
  }
}

/** What lies around the windows. */
export class FakeDesk {
  readonly trays: FakeTray[] = [];
  readonly notifications: FakeNotification[] = [];
  readonly nativeTheme = { themeSource: "system" } satisfies Named<Electron.NativeTheme>;
  displays: readonly Pick<Electron.Display, "workArea">[] = [
    { workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
  ];
  hasTray = true;
  hasNotifications = true;
  readonly #note: (...step: Step) => void;

  constructor(note: (...step: Step) => void) {
    this.#note = note;
  }

  /** These parts of what `import "electron"` gives. */
  module(): object {
    const { trays, notifications, nativeTheme } = this;
    const note = this.#note;
    const hasTray = () => this.hasTray;
    const hasNotifications = () => this.hasNotifications;
    const Tray = class extends FakeTray {
      constructor(image: Electron.NativeImage) {
        if (!hasTray()) throw new Error("No place for a tray");
        super(image);
        note("new Tray");
        trays.push(this);
      }
    };
    const Notification = class extends FakeNotification {
      static isSupported() {
        return hasNotifications();
      }
      constructor(options: Electron.NotificationConstructorOptions) {
        super(options);
        notifications.push(this);
      }
    };
    const nativeImage = {
      createFromBitmap: (buffer: Buffer, options: Electron.CreateFromBitmapOptions) => ({
        bitmaps: [{ buffer, ...options }],
        addRepresentation(more: Electron.AddRepresentationOptions) {
          this.bitmaps.push(more as (typeof this.bitmaps)[number]);
        },
      }),
    } satisfies Named<typeof Electron.nativeImage>;
    const screen = { getAllDisplays: () => this.displays } satisfies Named<Electron.Screen>;
    return { Tray, Notification, nativeImage, nativeTheme, screen };
  }
}
