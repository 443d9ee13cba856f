import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { CORPUS, hasCorpus, labels, NEEDS_CORPUS, type Label } from "../corpus.ts";
import { runCommand } from "./run-command.ts";

type EventRow = Pick<
  CacheEvent,
  "cause" | "confidence" | "kind" | "group" | "also" | "expected" | "read" | "lost" | "model"
> & { readonly messageId: string };

/** What the rules may call a loss that was judged so by hand; docs/causes.md says why where it is not the same word. */
const AGREEING: { readonly [judged: string]: readonly string[] } = {
  compaction: ["compaction"],
  model_switch: ["model-switch"],
  ttl_expired_5m: ["ttl-expired-5m", "ttl-or-server"],
  ttl_expired_1h: ["ttl-expired-1h", "ttl-expired-5m"],
  process_restart_or_login: ["resume-miss"],
  upgrade_and_resume: ["resume-miss"],
  effort_change: ["effort-switch"],
};

const DECISIVE: { readonly [reason: string]: string } = {
  tools_changed: "tools-changed",
  system_changed: "system-changed",
  messages_changed: "messages-changed",
  model_changed: "model-switch",
};

let rows: readonly EventRow[] = [];
let data: string;

describe.skipIf(!hasCorpus)(`causes of the corpus's losses ${NEEDS_CORPUS}`, () => {
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), "prefixwatch-confusion-"));
    const { stdout } = runCommand(["events", "--format=json", `--root=${CORPUS}`, `--data=${data}`]);
    ({ rows } = JSON.parse(stdout) as { readonly rows: readonly EventRow[] });
  });
  afterAll(() => rmSync(data, { recursive: true, force: true }));

  test("agree with every decisive reason of the server", () => {
    const decided = pairs().filter(({ label }) => DECISIVE[label.serverReason ?? ""] !== undefined);
    expect(decided.length).toBeGreaterThan(20);
    expect(decided.filter(({ label, event }) => event.cause !== DECISIVE[label.serverReason ?? ""])).toEqual(
      [],
    );
  });

  test("agree with at least 95 % of what was judged expiry, compaction, model, effort, restart or upgrade", () => {
    const judged = pairs().filter(({ label }) => AGREEING[label.judgedCause] !== undefined);
    const agreeing = judged.filter(({ label, event }) => {
      const accepted = AGREEING[label.judgedCause] ?? [];
      const byServer = DECISIVE[label.serverReason ?? ""] === event.cause;
      return byServer || [event.cause, ...event.also].some((cause) => accepted.includes(cause));
    });
    printTable();
    process.stdout.write(`agreement ${agreeing.length} of ${judged.length}\n`);
    expect(agreeing.length / judged.length).toBeGreaterThanOrEqual(0.95);
  });

  test("leave fewer losses unexplained than the judgement by hand", () => {
    const byHand = pairs().filter(({ label }) => label.judgedCause.endsWith("unexplained")).length;
    const byRule = pairs().filter(({ event }) => event.cause === "unknown").length;
    process.stdout.write(`unexplained: ${byRule} here, ${byHand} by hand, of ${pairs().length}\n`);
    expect(byRule).toBeLessThan(byHand);
  });

  test("raise no false alarm", () => {
    const alarms = rows.filter(({ kind }) => kind === "invalidation");
    expect(alarms.filter(({ expected, read }) => read >= 0.98 * expected)).toEqual([]);
    expect(alarms.filter(({ model }) => !model.startsWith("claude-"))).toEqual([]);
    const never = ["rewind", "fork-start", "cold-start", "concurrent-start", "compaction", "clearing"];
    expect(alarms.filter(({ cause }) => never.includes(cause))).toEqual([]);
  });
});

function pairs(): readonly { readonly label: Label; readonly event: EventRow }[] {
  const events = new Map(rows.filter(({ lost }) => lost > 0).map((row) => [row.messageId, row]));
  return labels()
    .filter(({ officialMiss }) => officialMiss)
    .map((label) => {
      const event = events.get(label.messageId);
      if (event === undefined) throw new Error(`${label.messageId} was not found`);
      return { label, event };
    });
}

/** One line for each judgement and cause that met. */
function printTable(): void {
  const counts = new Map<string, number>();
  for (const { label, event } of pairs()) {
    const judged = `${label.judgedCause}${label.serverReason === null ? "" : ` (server: ${label.serverReason})`}`;
    const line = `${judged.padEnd(66)} ${event.cause} ${event.confidence}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  process.stdout.write(lines.map(([line, count]) => `${String(count).padStart(4)}  ${line}\n`).join(""));
}
