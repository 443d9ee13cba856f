import { EventEmitter } from "node:events";
import type Electron from "electron";

// What lies around the windows. It is shown nowhere: a test reads what the shell made of it, and clicks on it.

type MenuTemplate = readonly Electron.MenuItemConstructorOptions[];

class NativeImage {
  readonly sizes: number[];
  constructor(size: number) {
    this.sizes = [size];
  }
  addRepresentation({ width = 0 }: Electron.AddRepresentationOptions) {
    this.sizes.push(width);
  }
}

export const nativeImage = {
  createFromBitmap: (buffer: Buffer, { width, height }: Electron.CreateFromBitmapOptions) => {
    // As Chromium would: a bitmap of another size is no image.
    if (buffer.length !== width * height * 4) throw new Error("The bitmap's size does not match");
    return new NativeImage(width);
  },
};

export const nativeTheme = { themeSource: "system" };

export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
};

export class Tray extends EventEmitter {
  static readonly all: Tray[] = [];
  toolTip = "";
  menu: MenuTemplate = [];

  constructor(image: NativeImage) {
    super();
    Tray.all.push(this);
    this.setImage(image);
  }
  setImage(image: NativeImage) {
    if (!(image instanceof NativeImage)) throw new Error("No image");
  }
  setTitle() {
    return undefined;
  }
  setToolTip(text: string) {
    this.toolTip = text;
  }
  setContextMenu(menu: MenuTemplate) {
    this.menu = menu;
  }
  destroy() {
    Tray.all.splice(Tray.all.indexOf(this), 1);
  }
}

export class Notification extends EventEmitter {
  static readonly all: Notification[] = [];
  readonly title: string;
  readonly body: string;

  constructor({ title = "", body = "" }: Electron.NotificationConstructorOptions) {
    super();
    this.title = title;
    this.body = body;
  }
  static isSupported() {
    return true;
  }
  show() {
    Notification.all.push(this);
  }
}

export const Menu = {
  application: [] as MenuTemplate,
  buildFromTemplate: (template: MenuTemplate) => template,
  setApplicationMenu: (menu: MenuTemplate) => {
    Menu.application = menu;
  },
};
