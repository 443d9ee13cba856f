import type { Restored } from "./backup.ts";
import type { Retention } from "./retention.ts";
import { settingsNotices } from "./settings-desk.ts";
import type { SettingsFile } from "./settings-file.ts";
import type { Notice, NotSaving, ScanProgress, SourcesHealth } from "../../shared/feed.ts";
import { bytesText, counted } from "../../shared/format.ts";

export type Situation = {
  readonly scan: ScanProgress;
  readonly session: {
    readonly settings: SettingsFile;
    readonly priceProblem: string | undefined;
    readonly restored: Restored | undefined;
  };
  /** Why there is no backup of today, as a sentence. */
  readonly backupProblem: string | undefined;
  readonly retention: Retention;
};

/** What the user should know and can act on, in plain words. */
export function noticesOf(
  health: SourcesHealth,
  { scan, session, backupProblem, retention }: Situation,
): readonly Notice[] {
  const { settings, priceProblem, restored } = session;
  const notices: Notice[] = [...settingsNotices(settings, backupProblem)];
  if (health.notSaving !== undefined)
    notices.push({ id: "not-saving", level: "error", text: notSavingText(health.notSaving) });
  if (priceProblem !== undefined) notices.push({ id: "prices", level: "warning", text: priceProblem });
  if (restored !== undefined)
    notices.push({ id: "restored", level: "warning", text: restoredText(restored) });
  if (retention.sessionsWithin7Days > 0) {
    notices.push({
      id: "retention",
      level: "info",
      text:
        `Claude Code will delete the logs of ${counted(retention.sessionsWithin7Days, "session")} within 7 days ` +
        `(it keeps ${retention.days} days). Their figures stay here.`,
    });
  }
  if (health.unreadable.length > 0)
    notices.push({ id: "unreadable", level: "warning", text: unreadableText(health.unreadable) });
  if (scan.phase === "watching" && health.damaged > 0) {
    notices.push({
      id: "damaged",
      level: "info",
      text: `${counted(health.damagedRecords, "damaged record")} (${bytesText(health.damaged)}) could not be counted.`,
    });
  }
  return notices;
}

function notSavingText({ reason, nextStep, counting }: NotSaving): string {
  const meanwhile = counting
    ? "Counting goes on in memory, and what was counted is saved by itself as soon as that works."
    : "The figures are of before; what was logged since is read by itself as soon as that works.";
  return `Not saving: ${reason}. ${nextStep} ${meanwhile}`;
}

/** Whatever became of the store, every log that still exists is read again, so only what outlived its log can be missing. */
export function restoredText({ damaged, from }: Restored): string {
  const source =
    from === undefined
      ? "There was no backup, so it was made anew from the logs that still exist"
      : `It was restored from the backup of ${new Date(from).toISOString().slice(0, 16).replace("T", " ")} UTC, and newer logs were read again`;
  return `The ledger was damaged. ${source}. The damaged file is kept as ${damaged}.`;
}

/** Of at least one. */
export function unreadableText(unreadable: SourcesHealth["unreadable"]): string {
  const first = unreadable[0];
  return (
    `${counted(unreadable.length, "log")} cannot be read (${first?.reason ?? "unknown reason"}, ${first?.path ?? ""}). ` +
    "Their calls are missing here until this user may read them."
  );
}
