import { application as app } from "./application.ts";
import { handlers, permissions } from "./page-rules.ts";

export { app };
export { Menu, nativeImage, nativeTheme, Notification, screen, Tray } from "./desk.ts";
export { ipcMain } from "./page-rules.ts";
export { MessageChannelMain } from "./ports.ts";
export { utilityProcess } from "./utility-process.ts";
export { BrowserWindow, webContents } from "./window.ts";

// What `import * as electron from "electron"` finds here. Only what the shell uses.

export const protocol = {
  registerSchemesAsPrivileged: () => {
    if (app.isReady()) throw new Error("protocol.registerSchemesAsPrivileged: before app is ready");
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
    handlers.set(scheme, handler);
  },
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: () => undefined,
    setPermissionCheckHandler: (handler: NonNullable<typeof permissions.check>) => {
      permissions.check = handler;
    },
    setDevicePermissionHandler: () => undefined,
    setDisplayMediaRequestHandler: () => undefined,
  },
};

export const dialog = {
  /** Nobody is there to choose; a test puts its own answer in this place. */
  showSaveDialog: () => Promise.resolve({ canceled: true, filePath: "" }),
  showErrorBox: (title: string, text: string) => process.stderr.write(`${title}: ${text}\n`),
};
