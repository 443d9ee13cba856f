import type { SourceFile, SourcesAnswer, VerifyAnswer } from "../../shared/question.ts";
import { generator } from "./sample-calls.ts";
import { SAMPLE_NOW } from "./sample-lanes.ts";
import { sampleMonths } from "./sample-history.ts";
import { sampleFeed } from "./sample-feed.ts";

const HOUR = 3_600_000;
const PROJECTS = ["parser-rewrite", "docs-site", "infra", "billing", "mobile-app"];

/** Twelve hundred logs of which every byte is accounted for. */
export function sampleSources(): SourcesAnswer {
  const files = Array.from({ length: 1243 }, (_, place) => file(place)).sort((a, b) => b.size - a.size);
  const sum = (field: "size" | "counted" | "other" | "blank" | "damaged" | "pending" | "damagedRecords") =>
    files.reduce((total, one) => total + one[field], 0);
  const { health } = sampleFeed().overview;
  return {
    health: {
      ...health,
      files: files.length,
      filesGone: files.filter(({ goneAt }) => goneAt !== undefined).length,
      bytes: sum("size"),
      counted: sum("counted"),
      other: sum("other"),
      blank: sum("blank"),
      damaged: sum("damaged"),
      damagedRecords: sum("damagedRecords"),
      pending: sum("pending"),
      unknownShapes: [{ fields: "cacheSummary, type, uuid", lines: 14 }],
    },
    files,
    fileCount: files.length,
    dataFolder: "/home/ada/.local/share/prefixwatch",
    ledgerBytes: 184_201_216,
    lastBackup: SAMPLE_NOW - 9 * HOUR,
    gaps: [
      { from: SAMPLE_NOW - 15 * HOUR, to: SAMPLE_NOW - 5 * HOUR },
      { from: SAMPLE_NOW - 86 * HOUR, to: SAMPLE_NOW - 29 * HOUR },
      { from: SAMPLE_NOW - 130 * HOUR, to: SAMPLE_NOW - 129 * HOUR },
    ],
    retention: { days: 30, fromSettings: false, sessionsWithin7Days: 14 },
    totals: sampleMonths({
      kind: "months",
      split: "kind",
      from: undefined,
      to: undefined,
      zone: "UTC",
      today: undefined,
      filter: { project: undefined, model: undefined, lane: undefined },
    }).totals,
  };
}

export function sampleVerify(equal: boolean): VerifyAnswer {
  const { calls, usage } = sampleSources().totals;
  const off = equal ? 0 : 17;
  return {
    equal,
    rows: [
      { name: "calls", ledger: calls, again: calls - Math.sign(off) },
      { name: "uncachedInput", ledger: usage.uncachedInput, again: usage.uncachedInput },
      { name: "cacheRead", ledger: usage.cacheRead, again: usage.cacheRead - off * 1000 },
      { name: "cacheWrite5m", ledger: usage.cacheWrite5m, again: usage.cacheWrite5m },
      { name: "cacheWrite1h", ledger: usage.cacheWrite1h, again: usage.cacheWrite1h },
      {
        name: "cacheWriteUnknownTtl",
        ledger: usage.cacheWriteUnknownTtl,
        again: usage.cacheWriteUnknownTtl,
      },
      { name: "output", ledger: usage.output, again: usage.output - off },
    ],
    logs: 1212,
    damagedLines: 3,
    uncounted: Math.sign(off),
    beyond: 2104,
  };
}

function file(place: number): SourceFile {
  const random = generator(place + 7);
  const name = PROJECTS[Math.floor(random() * PROJECTS.length)] ?? "infra";
  const project = `-home-ada-code-${name}`;
  const size = Math.round(2_400_000 * random() ** 3) + 4_000;
  const blank = place % 90 === 0 ? 3 : 0;
  const damaged = place % 414 === 5 ? 2_310 : 0;
  const pending = place === 12 ? 1_603 : 0;
  const counted = Math.round((size - blank - damaged - pending) * (0.12 + 0.1 * random()));
  const id = Array.from({ length: 8 }, () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, "0"),
  );
  const session = `${id[0]}${id[1]}-${id[2]}-${id[3]}-${id[4]}-${id[5]}${id[6]}${id[7]}`;
  const path = place % 5 === 0 ? `${session}/subagents/agent-${id[1]}${id[3]}.jsonl` : `${session}.jsonl`;
  return {
    path: `/home/ada/.claude/projects/${project}/${path}`,
    project,
    size,
    counted,
    other: size - blank - damaged - pending - counted,
    blank,
    damaged,
    pending,
    damagedRecords: damaged === 0 ? 0 : 1,
    goneAt: place % 40 === 3 ? SAMPLE_NOW - (place % 9) * 24 * HOUR : undefined,
  };
}
