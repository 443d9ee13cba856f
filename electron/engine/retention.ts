import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { FoundFile, Root } from "./discover.ts";
import { isRecord } from "../../shared/log/json-record.ts";
import type { AnswerTo } from "../../shared/question.ts";
import type { EpochMs } from "../../shared/units.ts";

export type Retention = AnswerTo<"sources">["retention"];

/** Claude Code deletes logs by age; this is its default (documentation of its settings, 2026-08-22). */
const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;
/** "Soon", in days. */
const SOON = 7;

/** How many sessions Claude Code will delete soon, by the `cleanupPeriodDays` of its own settings. Reads only. */
export function retentionOf(roots: readonly Root[], files: readonly FoundFile[], now: EpochMs): Retention {
  const set = roots.flatMap(({ path }) => readCleanupDays(join(dirname(path), "settings.json")) ?? []);
  const days = set.length === 0 ? DEFAULT_DAYS : Math.min(...set);
  const sessions = files.filter(({ path }) => !path.split(sep).includes("subagents"));
  const old = sessions.filter(({ mtimeMs }) => now - mtimeMs > (days - SOON) * DAY_MS);
  return { days, fromSettings: set.length > 0, sessionsWithin7Days: old.length };
}

function readCleanupDays(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const settings: unknown = JSON.parse(readFileSync(path, "utf8"));
    const days = isRecord(settings) ? settings["cleanupPeriodDays"] : undefined;
    return typeof days === "number" && days >= 1 ? days : undefined;
  } catch (error) {
    // Another program's file: if it cannot be read its default holds, and the page says so.
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}
