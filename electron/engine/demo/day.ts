import { usageLog } from "./usage-log.ts";
import { Telling, type ToldLine } from "./telling.ts";
import type { EpochMs } from "../../../shared/units.ts";

/** A log of the demo: its path below the root, and its lines in order of time. */
export type ToldLog = { readonly path: string; readonly lines: readonly ToldLine[] };

const HOUR = 3_600_000;
const OPUS = "claude-opus-5-5";
const SONNET = "claude-sonnet-5-5";

/** The working day before `now`: every cause that Prefixwatch knows happens in it, each as it does in real logs. */
export function demoDay(now: EpochMs): readonly ToldLog[] {
  return [
    pauses(now - 10 * HOUR),
    switches(now - 8.5 * HOUR),
    ...changes(now - 6.5 * HOUR),
    lifetimes(now - 5 * HOUR),
    unloggedLifetime(now - 3.9 * HOUR),
    oldVersion(now - 4.2 * HOUR),
    stuck(now - 3.2 * HOUR),
    clearedAgain(now - 9 * HOUR),
    ...usageLog(now - 4.9 * HOUR),
    beside(now - 0.9 * HOUR),
  ];
}

/** Where Claude Code would put the log. */
export function logPath(project: string, session: string, agent?: string): string {
  const folder = `projects/-home-demo-${project}/${session}`;
  return agent === undefined ? `${folder}.jsonl` : `${folder}/subagents/agent-${agent}.jsonl`;
}

/** The first part before the serial number is the same in all, so that a demo session is known as one. */
export function demoSession(serial: number): string {
  return `de300000-0000-4000-8000-${String(serial).padStart(12, "0")}`;
}

/** Lunch was longer than the cache lives; the rest of it is on purpose and costs nothing much. */
function pauses(from: EpochMs): ToldLog {
  const session = demoSession(1);
  const talk = new Telling({ project: "docs-site", session, model: SONNET, from, pace: 40_000 });
  talk.call({ read: 0, prompt: 31_000 }).calls(16);
  talk.happens("clearing").call({ read: 21_000, prompt: 52_000 }).calls(9);
  talk.happens("prompt").call({ after: 18 }).calls(7);
  talk.waits(86).happens("prompt").call({ read: 12_800 }).calls(14);
  return { path: logPath("docs-site", session), lines: talk.lines };
}

/** Three switches that each start a cache of their own. */
function switches(from: EpochMs): ToldLog {
  const session = demoSession(2);
  const talk = new Telling({ project: "payments-api", session, model: OPUS, from, pace: 32_000 });
  talk.call({ read: 11_400, prompt: 38_000 }).calls(15);
  talk.happens("effort command").call({ read: 15_000, effort: "max" });
  for (let n = 0; n < 11; n++) talk.call({ effort: "max" });
  for (let n = 0; n < 8; n++) talk.call({ effort: "max", fast: true, ...(n === 0 ? { read: 0 } : {}) });
  talk.happens("model command").call({ read: 0, prompt: 197_000, model: SONNET, effort: "max" });
  for (let n = 0; n < 9; n++) talk.call({ model: SONNET, effort: "max" });
  return { path: logPath("payments-api", session), lines: talk.lines };
}

/** Something in the prompt changed: what the server says of it, and what can be told without its word. */
function changes(from: EpochMs): readonly ToldLog[] {
  const project = "shop-frontend";
  const session = demoSession(3);
  const talk = new Telling({ project, session, model: OPUS, from });
  talk.call({ read: 0, prompt: 36_000 }).calls(17);
  talk.happens("remote").call({ read: 0, reason: "tools_changed" }).calls(12);
  talk.call({ read: 36_000, results: 30 }).calls(8);
  talk.call({ read: 13_200, reason: "system_changed" }).calls(11);
  talk.happens("interrupt").happens("prompt").call({ read: 61_000 }).calls(6);
  talk.call({ read: 0, reason: "none" }).call({ reason: "none" }).calls(8);
  talk.happens("compaction").call({ read: 17_900, prompt: 34_000, reason: "messages_changed" }).calls(19);
  // Two agents are sent off in the same second, a third goes on from the conversation itself.
  const at = from + 9 * 60_000;
  const agent = (name: string, later: number) =>
    new Telling({
      project,
      session,
      agent: name,
      model: OPUS,
      lifetime: "5m",
      from: at + later,
      pace: 9_000,
    });
  return [
    { path: logPath(project, session), lines: talk.lines },
    {
      path: logPath(project, session, "5e4rch"),
      lines: agent("5e4rch", 0).call({ read: 0, prompt: 24_000 }).calls(9).lines,
    },
    {
      path: logPath(project, session, "7e5ts"),
      lines: agent("7e5ts", 600).call({ read: 0, prompt: 25_000 }).calls(6).lines,
    },
    {
      path: logPath(project, session, "f0rk1"),
      lines: agent("f0rk1", 90_000).happens("fork").call({ read: 58_000, prompt: 61_000 }).calls(5).lines,
    },
  ];
}

/** Written for an hour at first, then for five minutes, and then the pause was longer than that. */
function lifetimes(from: EpochMs): ToldLog {
  const session = demoSession(4);
  const talk = new Telling({ project: "infra", session, model: "claude-haiku-5-5", from, lifetime: "5m" });
  for (let n = 0; n < 9; n++) talk.call({ lifetime: "1h", ...(n === 0 ? { read: 0, prompt: 26_000 } : {}) });
  talk.call({ read: 0 }).calls(8);
  talk.waits(18).happens("prompt").call({ read: 0 }).calls(7);
  return { path: logPath("infra", session), lines: talk.lines };
}

/** A gateway whose log does not say how long what was written is to live. */
function unloggedLifetime(from: EpochMs): ToldLog {
  const session = demoSession(8);
  const talk = new Telling({ project: "mobile-app", session, model: OPUS, from, lifetime: "not logged" });
  talk.call({ read: 0, prompt: 29_000 }).calls(10);
  talk.waits(9).happens("prompt").call({ read: 0 }).calls(6);
  return { path: logPath("mobile-app", session), lines: talk.lines };
}

/** An old Claude Code with an old model, and then a new one. */
function oldVersion(from: EpochMs): ToldLog {
  const session = demoSession(5);
  const model = "claude-opus-4-1-20250805";
  const talk = new Telling({
    project: "legacy-scripts",
    session,
    model,
    version: "2.1.39",
    from,
    lifetime: "5m",
  });
  talk.call({ read: 0, prompt: 35_000 }).calls(6);
  talk.happens("prompt").call({ read: 31_000, prompt: 44_000 }).calls(5);
  talk.call({ read: 22_400 }).calls(4);
  talk.happens("resume").call({ read: 14_000, version: "2.1.329" });
  for (let n = 0; n < 6; n++) talk.call({ version: "2.1.329" });
  return { path: logPath("legacy-scripts", session), lines: talk.lines };
}

/** Something at the head changes at every call: first after the tools, then before anything. */
function stuck(from: EpochMs): ToldLog {
  const session = demoSession(6);
  const talk = new Telling({ project: "data-jobs", session, model: SONNET, from, lifetime: "5m" });
  talk.call({ read: 0, prompt: 60_000 });
  for (let n = 0; n < 5; n++) talk.call({ read: 11_428 });
  talk.calls(9);
  for (let n = 0; n < 4; n++) talk.call({ read: 0 });
  talk.calls(8);
  return { path: logPath("data-jobs", session), lines: talk.lines };
}

/** Nothing happens in it, and it is still warm. */
function beside(from: EpochMs): ToldLog {
  const session = demoSession(9);
  const talk = new Telling({ project: "design-system", session, model: SONNET, from, pace: 50_000 });
  talk.call({ read: 14_200, prompt: 33_000 }).calls(44);
  return { path: logPath("design-system", session), lines: talk.lines };
}

/** After a pause of over an hour old thinking is cleared, and with an old version again at every call. */
function clearedAgain(from: EpochMs): ToldLog {
  const session = demoSession(7);
  const talk = new Telling({ project: "weekly-report", session, model: OPUS, version: "2.1.92", from });
  talk.call({ read: 0, prompt: 100_000 }).waits(89);
  for (const [read, prompt] of [
    [12_000, 92_000],
    [14_000, 93_500],
    [16_000, 95_000],
    [18_000, 96_500],
  ] as const)
    talk.call({ read, prompt });
  return { path: logPath("weekly-report", session), lines: talk.lines };
}
