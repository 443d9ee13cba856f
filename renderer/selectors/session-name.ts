import type { SessionSummary } from "../../shared/feed.ts";

/** The last folder of the working directory, else the log's project folder as Claude Code spells it. */
export function sessionName(session: SessionSummary): string {
  const folder = session.cwd?.split(/[/\\]/).findLast((part) => part !== "");
  return folder ?? session.project;
}
