import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { drawLog, drawnMoment } from "../transcript.ts";

export type Actor = {
  readonly name: string;
  readonly session: string;
  readonly model: string;
  readonly agent?: string;
};

/** Writes the logs of a believable afternoon that ends at `now`: one long session with breaks, and two beside it. */
export function writeStory(root: string, now: number): void {
  const parser: Actor = {
    name: "parser-rewrite",
    session: "7a1c3f58-0000-4000-8000-0000000000a1",
    model: "claude-opus-5-5",
  };
  write(root, parser, longSession(now - 70 * 60_000, now - 41_000));
  write(root, { ...parser, agent: "a3e8explore" }, steady(now - 9 * 60_000, 8, 6_000, "write"));
  const docs: Actor = {
    name: "docs-site",
    session: "7a1c3f58-0000-4000-8000-0000000000b2",
    model: "claude-sonnet-5-5",
  };
  write(root, docs, steady(now - 35 * 60_000, 24, 9_000, "write1h"));
  const infra: Actor = {
    name: "infra",
    session: "7a1c3f58-0000-4000-8000-0000000000c3",
    model: "claude-haiku-5-5",
  };
  write(root, infra, steady(now - 150 * 60_000, 31, 4_000, "write"));
}

/** A row of a drawing with its time. */
export type TimedRow = readonly [at: number, row: string];

export function write(root: string, actor: Actor, rows: readonly TimedRow[]): void {
  const { name, session, model, agent } = actor;
  const table = rows.map(([at, row]) => `${drawnMoment(at)}  ${row}`).join("\n");
  const cwd = `/home/dev/${name}`;
  const project = cwd.replaceAll("/", "-");
  const file = agent === undefined ? `${session}.jsonl` : join(session, "subagents", `agent-${agent}.jsonl`);
  const path = join(root, "projects", project, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    drawLog(table, { session, model, agent, cwd, prefix: name.slice(0, 3) + (agent ?? "") }),
  );
}

/** Growing by uneven steps; a server-side loss, a compaction and a tools change on the way. */
function longSession(from: number, to: number): readonly TimedRow[] {
  const rows: TimedRow[] = [];
  const calls = 55;
  let prefix = 17_900;
  for (let n = 0; n < calls; n++) {
    const at = from + ((to - from) * n) / (calls - 1);
    const grown = 1_400 + ((n * 7_919) % 6_100);
    if (n === 27) {
      rows.push([at - 20_000, "compaction"]);
      prefix = 17_900;
    }
    const kept = n === 15 ? 29_300 : prefix;
    const read = n === 0 || n === 27 || n === 46 ? 17_900 : kept;
    const next = n === 27 ? 31_000 : Math.max(prefix, kept) + grown;
    if (n === 46) rows.push([at - 8_000, "tools"]);
    const reason = n === 46 ? "  reason tools_changed" : "";
    const facts = `in ${2 + (n % 3)}  out ${180 + ((n * 431) % 1_900)}  effort high  version 2.1.329${reason}`;
    rows.push([at, `msg_${n}  read ${read}  write1h ${next - read}  ${facts}`]);
    prefix = next;
  }
  return rows;
}

function steady(from: number, calls: number, first: number, tier: "write" | "write1h"): readonly TimedRow[] {
  let prefix = first;
  return Array.from({ length: calls }, (_, n) => {
    const read = n === 0 ? 0 : prefix;
    const written = n === 0 ? first : 900 + ((n * 613) % 2_300);
    prefix = read + written;
    return [
      from + n * 45_000,
      `msg_${n}  read ${read}  ${tier} ${written}  in 2  out ${120 + n * 9}  version 2.1.329`,
    ];
  });
}
