import type Electron from "electron";

/**
 * What the shell uses of Electron. Passed in, not imported, so that the real start-up runs in a test on a stand-in of
 * this very type: an API that Electron renames stops the build.
 */
export type ElectronModule = Pick<
  typeof Electron,
  | "app"
  | "BrowserWindow"
  | "dialog"
  | "ipcMain"
  | "Menu"
  | "MessageChannelMain"
  | "nativeImage"
  | "nativeTheme"
  | "Notification"
  | "protocol"
  | "screen"
  | "session"
  | "Tray"
  | "utilityProcess"
>;
