import type { Notice, ScanProgress, SourcesHealth } from "../../shared/feed.ts";
import { bytesText, counted } from "../../shared/format.ts";

/** What the user should know and can act on, in plain words. */
export function noticesOf(
  health: SourcesHealth,
  scan: ScanProgress,
  priceProblem: string | undefined,
): readonly Notice[] {
  const notices: Notice[] = [];
  if (priceProblem !== undefined) notices.push({ id: "prices", level: "warning", text: priceProblem });
  if (health.unreadable.length > 0) {
    const first = health.unreadable[0];
    notices.push({
      id: "unreadable",
      level: "warning",
      text:
        `${counted(health.unreadable.length, "log")} cannot be read (${first?.reason ?? "unknown reason"}, ${first?.path ?? ""}). ` +
        "Their calls are missing here until this user may read them.",
    });
  }
  if (scan.phase === "watching" && health.damaged > 0) {
    notices.push({
      id: "damaged",
      level: "info",
      text: `${counted(health.damagedRecords, "damaged record")} (${bytesText(health.damaged)}) could not be counted.`,
    });
  }
  return notices;
}
