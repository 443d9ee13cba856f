import type Electron from "electron";
import type { ElectronModule } from "./electron.ts";
import type { EngineChild } from "./engine-child.ts";

/** Asks the user with the system's own dialog where an export is to go, when the engine wants to know. */
export function answerWithSaveDialog({ BrowserWindow, dialog }: ElectronModule, engine: EngineChild) {
  engine.onMessage(({ ask, suggested }) => {
    const options: Electron.SaveDialogOptions = {
      title: "Export",
      defaultPath: suggested,
      buttonLabel: "Export",
      properties: ["createDirectory", "showOverwriteConfirmation"],
    };
    const window = BrowserWindow.getFocusedWindow();
    const asked = window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options);
    asked.then(
      ({ canceled, filePath }) =>
        engine.tell({ kind: "chosen", ask, path: canceled || filePath === "" ? undefined : filePath }),
      // A desktop without a dialog: where it would have gone is a good place too.
      () => engine.tell({ kind: "chosen", ask, path: suggested }),
    );
  });
}
