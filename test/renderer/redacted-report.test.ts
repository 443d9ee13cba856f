import { expect, test } from "vitest";
import { redactedReport, reportedCalls } from "../../renderer/selectors/redacted-report.ts";
import { laneChanges } from "../../renderer/selectors/lane-changes.ts";
import { bothCosts, costText, eventBadge, eventTitle, incidentText } from "../../renderer/wording.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { sampleFeed } from "./sample-feed.ts";

const { details } = sampleFeed();

function sample(session: string, cause: CacheEvent["cause"]) {
  const detail = details.find(({ id }) => id === session);
  const event = detail?.events.find((one) => one.cause === cause);
  if (detail === undefined || event === undefined) throw new Error(`The sample lost ${cause}`);
  return { detail, event };
}

test("a report names the call, its figures and its predecessor's, the verdict and what to do", () => {
  const { detail, event } = sample("parser-rewrite-1", "tools-changed");
  const calls = reportedCalls(event, detail.calls);
  expect(calls.before?.key).toBe("parser-rewrite-1/main/45");
  const report = redactedReport({ ...event, messageId: "msg_01" }, calls);
  expect(report).toContain("# Prompt cache: Tools changed (`tools-changed`)");
  expect(report).toContain("- Message id: `msg_01`");
  expect(report).toMatch(/- Time: 2026-11-21T13:\d\d:\d\d\.\d{3}Z/);
  expect(report).toContain("| | call before | this call |");
  expect(report).toContain("- Server’s own reason: `tools_changed`");
  expect(report).toContain("avoidable $1.2");
  expect(report).toContain("## What to do\n\nKeep MCP servers connected");
  expect(report).toContain("Left out: every prompt, reply and tool text");
});

test("a report holds no session, agent, project, path or key", () => {
  for (const detail of details) {
    for (const event of detail.events) {
      const secret = { ...event, messageId: "msg_1", session: "SECRET-1", callKey: "SECRET-2" };
      const agent = event.agent === undefined ? undefined : "SECRET-3";
      const report = redactedReport({ ...secret, agent }, reportedCalls(event, detail.calls));
      expect(report).not.toContain("SECRET");
      expect(report).not.toContain("/home/");
      expect(report).not.toContain(detail.summary.project);
    }
  }
});

test("a predecessor is told only where its figures prove it", () => {
  const { detail, event } = sample("parser-rewrite-1", "tools-changed");
  const rewound = { ...event, expected: event.expected - 5_000 };
  expect(reportedCalls(rewound, detail.calls).before).toBeUndefined();
  const report = redactedReport(rewound, reportedCalls(rewound, detail.calls));
  expect(report).toContain("| | this call |");
  expect(redactedReport(event, { call: undefined, before: undefined })).toContain(
    "the other figures of the call were not at hand",
  );
});

test("a word out of the log cannot end its line or its code in the report", () => {
  const { event } = sample("parser-rewrite-1", "tools-changed");
  const evil = { ...event, model: "x`\n# head|<b>", serverReason: "a\r\n- b" };
  const report = redactedReport(evil, { call: undefined, before: undefined });
  expect(report).toContain("- Model: `x'  head  b `".replace("  head", " # head"));
  expect(report.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
});

test("only what the user could have helped is called avoidable", () => {
  const { event } = sample("parser-rewrite-1", "tools-changed");
  const told = (["yours", "expected", "not-yours", "unknown"] as const).map((group) =>
    costText({ ...event, group, avoidable: 1.08 }),
  );
  expect(told).toEqual([
    "$1.08, avoidable",
    "writing it again cost $1.08",
    "$1.08 extra, not yours to avoid",
    "$1.08 extra, whose doing is not known",
  ]);
  expect(costText({ ...event, avoidable: undefined })).toBe("no known price");
});

test("where the log does not tell the lifetime, both costs are said", () => {
  const { event } = sample("matrix-trace-3", "ttl-or-server");
  expect(bothCosts({ ...event, avoidable: 1.27 })).toBe("$1.27 if it lives 5 minutes, $2.10 if an hour");
  const report = redactedReport({ ...event, avoidable: 1.27 }, { call: undefined, before: undefined });
  expect(report).toContain("extra cost $1.27 if it lives 5 minutes, $2.10 if an hour");
  expect(report).toContain("- Token inflation: +29.0");
});

test("a run says how long it is and what it costs", () => {
  const { event } = sample("billing-99", "pinned");
  if (event.incident === undefined) throw new Error("The sample has a run");
  expect(incidentText(event.incident)).toBe("one of 7 in a row, $0.42 a minute");
  expect(incidentText({ ...event.incident, costPerMinute: undefined })).toBe("one of 7 in a row");
});

test("the start of a subagent is not that of a session, and a start is warm or cold", () => {
  const { event } = sample("parser-rewrite-1", "cold-start");
  expect([eventTitle(event), eventTitle({ ...event, agent: "a1" })]).toEqual([
    "Session started",
    "Agent started",
  ]);
  expect([eventBadge(event), eventBadge({ ...event, read: 0 })]).toEqual(["warm start", "cold start"]);
});

test("changes between calls of one lane are told once, and silence changes nothing", () => {
  const { detail } = sample("parser-rewrite-1", "tools-changed");
  const [a, b, c, d] = detail.calls.filter(({ agent }) => agent === undefined);
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("few calls");
  const none = { ...b.usage, cacheWrite1h: 0 };
  const calls = [
    a,
    { ...b, effort: undefined, version: "2.1.330", usage: none },
    { ...c, effort: "low", version: "2.1.330", usage: { ...c.usage, cacheWrite5m: 9e9 } },
    { ...d, agent: "other", model: "claude-haiku-5-5", effort: "max" },
  ];
  const told = laneChanges(calls).map(({ kind, call, from, to }) => [kind, call === c.key, from, to]);
  expect(told).toEqual([
    ["version", false, "2.1.329", "2.1.330"],
    ["effort", true, "high", "low"],
    ["lifetime", true, "1 h", "5 min"],
  ]);
});
