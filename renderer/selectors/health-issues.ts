import { bytesText, counted } from "../../shared/format.ts";
import type { SourcesHealth } from "../../shared/feed.ts";

/** What was not counted, or not priced, in words short enough for the status line. Empty when all is well. */
export function healthIssues(health: SourcesHealth): readonly string[] {
  const issues: string[] = [];
  if (health.notSaving !== undefined) issues.push("not saving");
  const missing = health.roots.filter(({ state }) => state !== "ok").length;
  if (missing > 0) issues.push(`${counted(missing, "folder")} missing`);
  if (health.unreadable.length > 0) issues.push(`${health.unreadable.length} unreadable`);
  if (health.damagedRecords > 0) issues.push(counted(health.damagedRecords, "damaged record"));
  else if (health.damaged > 0) issues.push(`${bytesText(health.damaged)} damaged`);
  if (health.unknownModels.length > 0)
    issues.push(`${counted(health.unknownModels.length, "model")} without price`);
  return issues;
}
