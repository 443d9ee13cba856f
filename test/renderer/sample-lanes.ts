import type { MarkKind } from "../../shared/log/entry.ts";
import { generator, type LanePlan, type Trouble } from "./sample-calls.ts";
import { usualTrouble } from "./sample-troubles.ts";

/** The moment at which the sample is seen: 41 seconds after its newest call. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 21, 14, 2, 8);

const OPUS = "claude-opus-5-5";
const SONNET = "claude-sonnet-5-20261001";
const MINUTE = 60_000;
const DAY = 86_400_000;

const main = "parser-rewrite-1";

export const LANES: readonly LanePlan[] = [
  {
    session: main,
    model: OPUS,
    calls: 55,
    endsAt: SAMPLE_NOW - 41_000,
    every: 78,
    ttl: "1h",
    starts: 21_700,
    grows: 6100,
    seed: 7,
    troubles: [
      {
        at: 15,
        cause: "unknown",
        confidence: "unclear",
        keeps: 29_400,
        evidence: ["Nothing changed on your side and the next call was healthy."],
        more: {
          ruledOut: [
            "No compaction",
            "The same model",
            "The same effort",
            "The pause was within the lifetime",
          ],
        },
      },
      {
        at: 26,
        cause: "compaction",
        confidence: "certain",
        keeps: 18_100,
        evidence: ["A compact_boundary stands before the call."],
      },
      {
        at: 46,
        cause: "tools-changed",
        confidence: "certain",
        keeps: 17_900,
        serverReason: "tools_changed",
        evidence: [
          "An MCP server reconnected between the calls.",
          "The server says tools_changed for this response.",
          "The read fell to the size of the prefix before the tools.",
        ],
      },
    ],
  },
  {
    session: main,
    agent: "a4f09c17e2",
    model: SONNET,
    calls: 14,
    endsAt: SAMPLE_NOW - 3 * MINUTE,
    every: 20,
    ttl: "5m",
    starts: 16_200,
    grows: 4200,
    seed: 11,
    troubles: [],
  },
  {
    session: main,
    agent: "b81d55aa03",
    model: SONNET,
    calls: 22,
    endsAt: SAMPLE_NOW - 31 * MINUTE,
    every: 24,
    ttl: "5m",
    starts: 15_800,
    grows: 3600,
    seed: 12,
    troubles: [
      {
        at: 12,
        cause: "ttl-expired-5m",
        confidence: "likely",
        keeps: 0,
        pause: 6.4,
        evidence: ["The pause was longer than the five minutes the prefix was written for."],
      },
    ],
  },
  {
    session: "docs-site-1",
    model: OPUS,
    calls: 31,
    endsAt: SAMPLE_NOW - 9 * MINUTE,
    every: 60,
    ttl: "1h",
    starts: 24_100,
    grows: 3900,
    seed: 21,
    troubles: [],
  },
  {
    session: "infra-1",
    model: SONNET,
    calls: 18,
    endsAt: SAMPLE_NOW - 69 * MINUTE,
    every: 45,
    ttl: "5m",
    starts: 19_000,
    grows: 5200,
    seed: 31,
    troubles: [
      {
        at: 9,
        cause: "ttl-expired-5m",
        confidence: "likely",
        keeps: 0,
        pause: 11.2,
        evidence: ["The pause of 11:12 was longer than the five minutes the prefix was written for."],
      },
    ],
  },
  {
    session: "gateway-lab-1",
    model: "experimental-x1",
    priced: false,
    calls: 9,
    endsAt: SAMPLE_NOW - 26 * 60 * MINUTE,
    every: 40,
    ttl: "5m",
    starts: 9000,
    grows: 2500,
    seed: 41,
    troubles: [],
  },
];

export const MARKS: readonly {
  readonly session: string;
  /** The main lane's call, by place, that it follows. */
  readonly after: number;
  readonly mark: MarkKind;
  readonly detail: string | undefined;
}[] = [
  { session: main, after: 6, mark: "plan-mode", detail: "on" },
  { session: main, after: 11, mark: "plan-mode", detail: "off" },
  { session: main, after: 25, mark: "compaction", detail: "auto" },
  { session: main, after: 45, mark: "mcp-delta", detail: undefined },
  { session: main, after: 50, mark: "prompt", detail: undefined },
];

/** 2 000 calls over three days, with a loss about every 160. */
export const HUGE: LanePlan = {
  session: "monorepo-1",
  model: OPUS,
  calls: 2000,
  endsAt: SAMPLE_NOW - 12_000,
  every: 40,
  ttl: "1h",
  starts: 26_000,
  grows: 2600,
  seed: 51,
  troubles: hugeTroubles(),
};

/** Versions by the age of a session in days. */
const VERSIONS = [
  { until: 7, version: "2.1.329" },
  { until: 16, version: "2.1.325" },
  { until: 17, version: "2.1.322" },
  { until: 27, version: "2.1.318" },
  { until: 40, version: "2.1.301" },
] as const;

/** Short sessions of the last weeks, to fill the list. */
export function manyLanes(count: number): readonly LanePlan[] {
  const random = generator(99);
  const names = ["parser-rewrite", "docs-site", "infra", "billing", "mobile-app", "search", "design-system"];
  return Array.from({ length: count }, (_, place): LanePlan => {
    const name = names[Math.floor(random() * names.length)] ?? "billing";
    const calls = 4 + Math.floor(random() * 60);
    const breaks = random() < 0.35 && calls > 20;
    const age = place * 0.17;
    return {
      session: `${name}-${place + 10}`,
      model: random() < 0.6 ? OPUS : SONNET,
      calls,
      endsAt: SAMPLE_NOW - Math.round((place + random()) * 0.17 * DAY) - 5 * 60 * MINUTE,
      every: 50,
      ttl: random() < 0.5 ? "1h" : "5m",
      starts: 12_000 + Math.floor(random() * 20_000),
      grows: 1500 + Math.floor(random() * 6000),
      seed: place + 1000,
      version: VERSIONS.find(({ until }) => age < until)?.version ?? "2.1.290",
      troubles: breaks ? [usualTrouble(place, Math.floor(calls / 2))] : [],
    };
  });
}

function hugeTroubles(): readonly Trouble[] {
  return Array.from({ length: 24 }, (_, place): Trouble => {
    const at = 80 * (place + 1);
    if (place % 2 === 0) {
      return {
        at,
        cause: "compaction",
        confidence: "certain",
        keeps: 19_000,
        evidence: ["A compact_boundary stands before the call."],
      };
    }
    return {
      at,
      cause: place % 4 === 1 ? "ttl-expired-1h" : "system-changed",
      confidence: "likely",
      keeps: 18_000,
      pause: place % 4 === 1 ? 95 : 1,
      evidence: ["Inferred from the times and the figures."],
    };
  });
}
