import type Electron from "electron";
import { application as app } from "./application.ts";
import { handlers, permissions } from "./page-rules.ts";

export { app };
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

export const Menu = {
  buildFromTemplate: (template: readonly Electron.MenuItemConstructorOptions[]) => template,
  setApplicationMenu: () => undefined,
};

export const dialog = {
  showErrorBox: (title: string, text: string) => process.stderr.write(`${title}: ${text}\n`),
};
