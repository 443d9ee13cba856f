import { demoSession, logPath, type ToldLog } from "./day.ts";
import { Telling } from "./telling.ts";
import type { DurationMs, EpochMs } from "../../../shared/units.ts";

/** Calls come three to four times as fast as in real work, so that something happens while one looks. */
const PACE: DurationMs = 8_000;
const PROJECTS = ["shop-frontend", "payments-api", "docs-site"] as const;
const FIRST_SERIAL = 100;

/** The session that goes on while one watches; about fifteen minutes, and the next one follows it. */
export function liveHour(turn: number, from: EpochMs): ToldLog {
  const project = PROJECTS[turn % PROJECTS.length] ?? PROJECTS[0];
  const session = demoSession(FIRST_SERIAL + turn);
  const talk = new Telling({ project, session, model: "claude-opus-5-5", from, pace: PACE });
  talk.call({ read: 17_900, prompt: 24_000 + turn * 700 }).calls(22);
  talk.happens("tools").call({ read: 17_900, reason: "tools_changed" }).calls(15);
  // The first of these is told as past; from about here on one watches.
  talk.calls(6).call({ read: 0, reason: "none" }).call({ reason: "none" }).calls(12);
  talk.happens("compaction").call({ read: 17_900, prompt: 33_000 }).calls(14);
  talk.happens("effort command").call({ read: 15_200, effort: "max" });
  for (let n = 0; n < 12; n++) talk.call({ effort: "max" });
  talk.happens("interrupt").happens("prompt").call({ read: 41_000, effort: "max" });
  for (let n = 0; n < 18; n++) talk.call({ effort: "max" });
  return { path: logPath(project, session), lines: talk.lines };
}

/** How long before the start of the demo its first live session began. */
export const LIVE_FOR: DurationMs = 46 * PACE;
