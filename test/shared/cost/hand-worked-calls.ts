import type { TokenUsage } from "../../../shared/usage/token-usage.ts";
import { NO_USAGE } from "../../../shared/usage/token-usage.ts";

/** One call worked out on paper from the published price, in millionths of a dollar. */
export type HandWorkedCall = {
  readonly what: string;
  readonly model: string;
  readonly at: string;
  readonly speed?: "fast" | "standard";
  readonly geo?: string;
  readonly usage: TokenUsage;
  readonly microUsd: number;
};

/** uncached input, read, written for 5 minutes, for 1 hour, for an unknown time, output */
function tokens(i: number, r: number, w5: number, w1: number, unknown: number, o: number): TokenUsage {
  return {
    ...NO_USAGE,
    uncachedInput: i,
    cacheRead: r,
    cacheWrite5m: w5,
    cacheWrite1h: w1,
    cacheWriteUnknownTtl: unknown,
    output: o,
  };
}

const long = tokens(10, 200_000, 49_990, 0, 0, 1000);
const fast46 = tokens(3, 0, 0, 1000, 0, 100);
const opus55 = tokens(4, 150_000, 0, 3000, 0, 800);
const sonnet55 = tokens(0, 180_000, 1200, 0, 0, 300);
const fable = tokens(0, 400_000, 0, 5000, 0, 2000);

export const HAND_WORKED_CALLS: readonly HandWorkedCall[] = [
  {
    what: "Opus 5, 1 hour",
    model: "claude-opus-5",
    at: "2026-08-01T12:00:00Z",
    usage: tokens(2, 13_371, 0, 18_104, 0, 94),
    microUsd: 190_085.5, // 2×5 + 13,371×0.50 + 18,104×10 + 94×25 = 10 + 6,685.5 + 181,040 + 2,350
  },
  {
    what: "Opus 4.6, lifetime not in the log",
    model: "claude-opus-4-6",
    at: "2026-04-04T20:03:32Z",
    usage: tokens(6, 0, 0, 0, 284_794, 500),
    microUsd: 1_792_492.5, // 6×5 + 284,794×6.25 + 500×25 = 30 + 1,779,962.5 + 12,500
  },
  {
    what: "Opus 4.6 above 200,000 tokens, last millisecond of the premium",
    model: "claude-opus-4-6",
    at: "2026-03-12T23:59:59.999Z",
    usage: long,
    microUsd: 862_475, // 10×10 + 200,000×1 + 49,990×12.50 + 1,000×37.50 = 100 + 200,000 + 624,875 + 37,500
  },
  {
    what: "the same without the premium",
    model: "claude-opus-4-6",
    at: "2026-03-13T00:00:00Z",
    usage: long,
    microUsd: 437_487.5, // 10×5 + 200,000×0.50 + 49,990×6.25 + 1,000×25 = 50 + 100,000 + 312,437.5 + 25,000
  },
  {
    what: "Opus 4.6 at exactly 200,000 tokens: no premium",
    model: "claude-opus-4-6",
    at: "2026-03-01T00:00:00Z",
    usage: tokens(0, 200_000, 0, 0, 0, 10),
    microUsd: 100_250, // 200,000×0.50 + 10×25
  },
  {
    what: "Opus 4.6 fast above 200,000 tokens, first weeks",
    model: "claude-opus-4-6",
    at: "2026-02-10T00:00:00Z",
    speed: "fast",
    usage: tokens(0, 250_000, 0, 0, 0, 100),
    microUsd: 1_522_500, // 250,000×(60×0.1) + 100×225
  },
  {
    what: "Opus 4.6 fast",
    model: "claude-opus-4-6",
    at: "2026-04-01T00:00:00Z",
    speed: "fast",
    usage: fast46,
    microUsd: 75_090, // 3×30 + 1,000×(30×2) + 100×150
  },
  {
    what: "Opus 4.6 fast after its end: billed as standard",
    model: "claude-opus-4-6",
    at: "2026-07-01T00:00:00Z",
    speed: "fast",
    usage: fast46,
    microUsd: 12_515, // 3×5 + 1,000×10 + 100×25
  },
  {
    what: "Opus 4.7 fast",
    model: "claude-opus-4-7",
    at: "2026-06-01T00:00:00Z",
    speed: "fast",
    usage: tokens(0, 100_000, 2000, 0, 0, 500),
    microUsd: 450_000, // 100,000×3 + 2,000×37.50 + 500×150
  },
  {
    what: "Opus 4.8, both lifetimes in one call",
    model: "claude-opus-4-8",
    at: "2026-06-02T00:00:00Z",
    usage: tokens(2, 500_000, 3000, 20_000, 0, 1234),
    microUsd: 499_610, // 2×5 + 500,000×0.50 + 3,000×6.25 + 20,000×10 + 1,234×25 = 10+250,000+18,750+200,000+30,850
  },
  {
    what: "Opus 5.5 in the US",
    model: "claude-opus-5-5",
    at: "2026-11-01T00:00:00Z",
    geo: "us",
    usage: opus55,
    microUsd: 77_017.6, // (4×4 + 150,000×0.20 + 3,000×8 + 800×20) × 1.1 = 70,016 × 1.1
  },
  {
    what: "Opus 5.5 fast: the read stays a twentieth of the input price",
    model: "claude-opus-5-5",
    at: "2026-11-01T00:00:00Z",
    speed: "fast",
    usage: opus55,
    microUsd: 140_032, // 4×8 + 150,000×0.40 + 3,000×16 + 800×40
  },
  {
    what: "Opus 5.5 fast in the US: both modifiers",
    model: "claude-opus-5-5[1m]",
    at: "2026-11-01T00:00:00Z",
    speed: "fast",
    geo: "us",
    usage: opus55,
    microUsd: 154_035.2, // 140,032 × 1.1
  },
  {
    what: "Sonnet 5.5, last millisecond before the read price fell",
    model: "claude-sonnet-5-5",
    at: "2026-10-06T23:59:59.999Z",
    usage: sonnet55,
    microUsd: 42_000, // 180,000×0.20 + 1,200×2.50 + 300×10
  },
  {
    what: "Sonnet 5.5 after it",
    model: "claude-sonnet-5-5",
    at: "2026-10-07T00:00:00Z",
    usage: sonnet55,
    microUsd: 24_000, // 180,000×0.10 + 1,200×2.50 + 300×10
  },
  {
    what: "Sonnet 5",
    model: "claude-sonnet-5",
    at: "2026-09-15T00:00:00Z",
    usage: tokens(0, 300_000, 0, 1500, 0, 700),
    microUsd: 73_000, // 300,000×0.20 + 1,500×4 + 700×10
  },
  {
    what: "Haiku 5.5 at exactly 100,000 tokens",
    model: "claude-haiku-5-5",
    at: "2026-10-20T00:00:00Z",
    usage: tokens(10, 90_000, 9990, 0, 0, 1000),
    microUsd: 2649.75, // 10×0.10 + 90,000×0.01 + 9,990×0.125 + 1,000×0.50 = 1 + 900 + 1,248.75 + 500
  },
  {
    what: "Haiku 5.5 one token above: every token at the higher price, output too",
    model: "claude-haiku-5-5",
    at: "2026-10-20T00:00:00Z",
    usage: tokens(11, 90_000, 9990, 0, 0, 1000),
    microUsd: 13_249.25, // 11×0.50 + 90,000×0.05 + 9,990×0.625 + 1,000×2.50 = 5.5 + 4,500 + 6,243.75 + 2,500
  },
  {
    what: "Fable 5.2",
    model: "claude-fable-5-2",
    at: "2026-11-15T00:00:00Z",
    usage: tokens(0, 0, 0, 200_000, 0, 1),
    microUsd: 3_200_040, // 200,000×16 + 1×40
  },
  {
    what: "Fable 5.1: the read is a fortieth of the input price",
    model: "claude-fable-5-1",
    at: "2026-09-10T00:00:00Z",
    usage: fable,
    microUsd: 300_000, // 400,000×0.25 + 5,000×20 + 2,000×50
  },
  {
    what: "Fable 5: a tenth",
    model: "claude-fable-5",
    at: "2026-09-10T00:00:00Z",
    usage: fable,
    microUsd: 600_000, // 400,000×1 + 5,000×20 + 2,000×50
  },
  {
    what: "Haiku 4.5 at a regional Bedrock endpoint",
    model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    at: "2026-02-01T00:00:00Z",
    usage: tokens(100, 20_000, 1000, 0, 0, 200),
    microUsd: 4785, // (100×1 + 20,000×0.10 + 1,000×1.25 + 200×5) × 1.1 = 4,350 × 1.1
  },
  {
    what: "Sonnet 4 on Vertex, lifetime not in the log",
    model: "claude-sonnet-4@20250514",
    at: "2025-06-15T00:00:00Z",
    usage: tokens(0, 140_000, 0, 0, 10_000, 900),
    microUsd: 93_000, // 140,000×0.30 + 10,000×3.75 + 900×15
  },
  {
    what: "Sonnet 4.5 by its alias, above 200,000 tokens",
    model: "claude-sonnet-4-5",
    at: "2026-04-30T23:00:00Z",
    usage: tokens(0, 210_000, 0, 0, 0, 1000),
    microUsd: 148_500, // 210,000×0.60 + 1,000×22.50
  },
  {
    what: "Opus 4.1",
    model: "claude-opus-4-1-20250805",
    at: "2025-10-01T00:00:00Z",
    usage: tokens(7, 61_000, 4200, 0, 0, 333),
    microUsd: 195_330, // 7×15 + 61,000×1.50 + 4,200×18.75 + 333×75 = 105 + 91,500 + 78,750 + 24,975
  },
  {
    what: "Haiku 3, whose cache prices are no exact multiples",
    model: "claude-3-haiku-20240307",
    at: "2025-08-01T00:00:00Z",
    usage: tokens(1000, 10_000, 5000, 2000, 0, 100),
    microUsd: 3175, // 1,000×0.25 + 10,000×0.03 + 5,000×0.30 + 2,000×0.50 + 100×1.25
  },
];
