import type { SessionSummary } from "./feed.ts";
import { sessionName } from "./live.ts";
import type { Settings } from "./settings.ts";

/** The project's name, unless the user wants none on screen. */
export function nameOf(session: SessionSummary, { hideProjects }: Settings): string {
  return hideProjects ? "A session" : sessionName(session);
}

/** Behind dollars, for those who do not pay them. */
export function equivalent({ apiEquivalent }: Settings): string {
  return apiEquivalent ? " (API-equivalent)" : "";
}
