import { write, type TimedRow } from "./story.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

const PROJECTS = ["parser-rewrite", "docs-site", "infra", "billing", "search"] as const;
const MODELS = ["claude-opus-5-5", "claude-opus-5-5", "claude-sonnet-5-5"] as const;
/** Versions by the age of a session in days. */
const VERSIONS = [
  { until: 9, version: "2.1.329" },
  { until: 20, version: "2.1.325" },
  { until: 22, version: "2.1.322" },
  { until: 38, version: "2.1.318" },
  { until: 99, version: "2.1.301" },
] as const;

type Trouble = "none" | "pause" | "model" | "tools" | "server" | "compaction" | "stuck";
const TROUBLES: readonly Trouble[] = [
  "pause",
  "none",
  "server",
  "none",
  "pause",
  "compaction",
  "tools",
  "none",
  "model",
  "none",
  "compaction",
  "pause",
  "server",
];

/** Writes nine weeks of believable work days before `now`, with a break now and then. */
export function writeHistory(root: string, now: number): void {
  const random = generator(11);
  const today = Math.floor(now / DAY) * DAY;
  for (let age = 1; age < 63; age++) {
    const morning = today - age * DAY + 8 * 60 * MINUTE;
    const weekday = new Date(morning).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const sessions = 2 + Math.floor(random() * 2);
    for (let turn = 0; turn < sessions; turn++) {
      const seed = age * 7 + turn;
      const trouble = age === 17 && turn === 0 ? "stuck" : (TROUBLES[seed % TROUBLES.length] ?? "none");
      const name = PROJECTS[(seed * 3 + Math.floor(random() * 2)) % PROJECTS.length] ?? "billing";
      const session = `7a1c3f58-0000-4000-8000-${String(seed).padStart(12, "0")}`;
      const model = MODELS[seed % MODELS.length] ?? MODELS[0];
      const version = VERSIONS.find(({ until }) => age < until)?.version ?? "2.1.290";
      // The share of one-hour writes falls with a version, as an overage does it.
      const hour = age > 20 ? random() < 0.85 : random() < 0.55;
      const plan = { trouble, version, model, tier: hour ? "write1h" : "write", seed } as const;
      write(root, { name, session, model }, workDay(morning + turn * 150 * MINUTE, plan, random));
    }
  }
}

type Plan = {
  readonly trouble: Trouble;
  readonly version: string;
  readonly model: string;
  readonly tier: "write" | "write1h";
  readonly seed: number;
};

function workDay(from: number, plan: Plan, random: () => number): readonly TimedRow[] {
  const { trouble, version, tier, seed } = plan;
  const rows: TimedRow[] = [];
  const calls = 30 + Math.floor(random() * 34);
  const broken = 12 + Math.floor(random() * 14);
  let at = from;
  let prefix = 14_000 + Math.floor(random() * 9_000);
  let { model } = plan;
  for (let n = 0; n < calls; n++) {
    at += 20_000 + Math.floor(random() * 60_000);
    let read = n === 0 ? 11_000 : prefix;
    let reason = "";
    let next = prefix + 900 + Math.floor(random() * 4_200);
    if (n === broken) {
      read = 0;
      if (trouble === "pause") at += tier === "write1h" ? 71 * MINUTE : 7 * MINUTE;
      else if (trouble === "model") model = "claude-haiku-5-5";
      else if (trouble === "tools") {
        rows.push([at - 9_000, "tools"]);
        reason = "reason tools_changed";
      } else if (trouble === "compaction") {
        rows.push([at - 9_000, "compaction"]);
        read = 11_000;
        next = 24_000;
      } else if (trouble === "server") reason = "reason none";
      else read = prefix;
    }
    if (trouble === "stuck" && n >= broken && n < broken + 7) read = 4_096;
    const facts = `in 3  out ${150 + Math.floor(random() * 900)}  effort high  version ${version}`;
    const written = `${tier} ${next - read}`;
    rows.push([at, `msg_${seed}_${n}  read ${read}  ${written}  ${facts}  model ${model}  ${reason}`]);
    prefix = next;
  }
  return rows;
}

/** A repeatable series in [0, 1) (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
