import type { Incident } from "../../shared/cache/event.ts";
import type { LanePlan, Trouble } from "./sample-calls.ts";

const NOW = Date.UTC(2026, 10, 21, 14, 2, 8);
const HOUR = 3_600_000;

const STUCK: Incident = {
  id: "billing-99/main/8",
  calls: 7,
  lost: 361_000,
  cost: 2.08,
  costPerMinute: 0.42,
  runaway: true,
};

/** Sessions in which what is rare happens: a runaway, and a loss that cannot be told apart. */
export const TROUBLED: readonly LanePlan[] = [
  {
    session: "billing-99",
    model: "claude-opus-5-5",
    calls: 24,
    endsAt: NOW - 27 * HOUR,
    every: 44,
    ttl: "5m",
    starts: 38_000,
    grows: 2_900,
    seed: 61,
    version: "2.1.325",
    troubles: Array.from({ length: 7 }, (_, place): Trouble => ({
      at: 8 + place,
      cause: "pinned",
      confidence: "likely",
      keeps: 4_096,
      evidence: [
        "7 calls in a row read only the first 4.1k tokens: what follows is different each time",
        "Read 4 096 of 57 210 tokens that could have been read",
      ],
      more: {
        also: ["messages-changed"],
        ruledOut: ["No compaction", "The same model", "The same effort", "The pause was within the lifetime"],
        incident: STUCK,
      },
    })),
  },
  {
    session: "matrix-trace-3",
    model: "claude-opus-4-6",
    calls: 8,
    endsAt: NOW - 76 * HOUR,
    every: 90,
    ttl: "5m",
    starts: 190_000,
    grows: 6_000,
    seed: 62,
    troubles: [
      {
        at: 5,
        cause: "ttl-or-server",
        confidence: "unclear",
        keeps: 0,
        pause: 9.5,
        evidence: [
          "9:30 from request to request: longer than 5 minutes, shorter than an hour",
          "The log does not say how long it was to live",
          "The prompt grew from 220 709 to 284 800 tokens, +29.0 %, at once",
        ],
        more: {
          also: ["token-inflation"],
          ruledOut: ["No compaction", "The same model"],
          ttl: undefined,
          avoidableIf1h: 2.1,
          inflation: 0.29,
        },
      },
    ],
  },
];

/** A break as many sessions have one, each in its turn. */
export function usualTrouble(turn: number, at: number): Trouble {
  const usual = USUAL[turn % USUAL.length];
  if (usual === undefined) throw new Error("There are usual troubles");
  return { ...usual, at };
}

const USUAL: readonly Omit<Trouble, "at">[] = [
  {
    cause: "model-switch",
    confidence: "certain",
    keeps: 0,
    evidence: ["The call before it went to another model."],
  },
  {
    cause: "ttl-expired-1h",
    confidence: "certain",
    keeps: 0,
    pause: 97,
    evidence: ["Written to live for an hour, over by 37:00: 1 h 37 min from request to request."],
  },
  {
    cause: "compaction",
    confidence: "certain",
    keeps: 18_000,
    evidence: ["A compact_boundary stands before the call."],
  },
  {
    cause: "server-side-likely",
    confidence: "likely",
    keeps: 0,
    evidence: ["Nothing changed on your side, and the next call was healthy."],
    more: {
      ruledOut: ["No compaction", "The same model, effort and version", "0:48 is within the lifetime"],
    },
  },
  {
    cause: "tools-changed",
    confidence: "certain",
    keeps: 0,
    serverReason: "tools_changed",
    evidence: ["The server says tools_changed for this response."],
  },
  {
    cause: "unknown",
    confidence: "unclear",
    keeps: 12_000,
    evidence: ["The read fell to the head of the prompt."],
    more: { ruledOut: ["No compaction", "The same model", "The pause was within the lifetime"] },
  },
];
