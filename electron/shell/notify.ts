import type Electron from "electron";
import type { Alert } from "../../shared/alerts.ts";
import { linkHash } from "../../shared/deep-link.ts";
import type { ElectronModule } from "./electron.ts";

/** Shows what was decided elsewhere, as the system's own notifications; a click on one leads to what it tells of. */
export function openNotifier({ Notification }: ElectronModule, open: (hash: string) => void) {
  /** One that nobody refers to is collected, and its click goes nowhere. */
  const shown = new Set<Electron.Notification>();
  return (alerts: readonly Alert[]) => {
    if (alerts.length === 0 || !Notification.isSupported()) return;
    for (const { title, body, link } of alerts) {
      const notification = new Notification({ title, body });
      const forget = () => shown.delete(notification);
      notification.on("click", () => {
        forget();
        open(linkHash(link));
      });
      notification.on("close", forget);
      notification.on("failed", forget);
      shown.add(notification);
      notification.show();
    }
  };
}
