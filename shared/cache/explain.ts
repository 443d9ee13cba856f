import { causeGroup, lossKind } from "./cause-group.ts";
import type { CacheEvent } from "./event.ts";
import { clearing, compaction } from "./rules/boundaries.ts";
import {
  lookback,
  messagesChanged,
  resume,
  serverReason,
  thinkingStrip,
  toolsChanged,
} from "./rules/changes.ts";
import { expiry } from "./rules/expiry.ts";
import { prefixHash } from "./rules/prefix-hash.ts";
import type { Finding, Miss, Rule } from "./rules/rule.ts";
import { serverSide } from "./rules/server.ts";
import { effortSwitch, modelSwitch, speedSwitch, ttlDowngrade } from "./rules/switches.ts";
import { exactCount } from "../format.ts";

export type Verdict = Pick<
  CacheEvent,
  "kind" | "cause" | "confidence" | "group" | "also" | "ttl" | "evidence" | "ruledOut"
>;

/**
 * In the order of belief: the server's own reason, boundaries in the log, switches in the log, expiry by the lifetime
 * that was written, then inference. The first that finds something names the cause; the others may stand beside it.
 */
const RULES: readonly Rule[] = [
  serverReason,
  prefixHash,
  compaction,
  modelSwitch,
  speedSwitch,
  clearing,
  expiry,
  ttlDowngrade,
  effortSwitch,
  resume,
  toolsChanged,
  thinkingStrip,
  messagesChanged,
  lookback,
  serverSide,
];

/** Why a call read less than it could have. What the log cannot show stays unknown, with what was ruled out. */
export function explainMiss(miss: Miss): Verdict {
  const findings: Finding[] = [];
  const ruledOut: string[] = [];
  const observed: string[] = [];
  for (const rule of RULES) {
    const said = rule(miss);
    if (said === undefined) continue;
    if ("cause" in said) findings.push(said);
    else if ("observed" in said) observed.push(said.observed);
    else ruledOut.push(said.ruledOut);
  }
  const [primary, ...others] = expectedFirst(findings);
  const measured = measuredSentence(miss);
  if (primary === undefined) {
    const between = [...new Set(miss.marks.map(({ mark }) => mark))];
    const evidence = [
      measured,
      ...observed,
      ...(between.length === 0 ? [] : [`Between the two calls: ${between.join(", ")}`]),
    ];
    return {
      kind: "invalidation",
      cause: "unknown",
      confidence: "unclear",
      group: "unknown",
      also: [],
      ttl: writtenTtl(miss),
      evidence,
      ruledOut,
    };
  }
  const also = [...new Set(others.map(({ cause }) => cause))].filter((cause) => cause !== primary.cause);
  const supporting = others.flatMap(({ evidence }) => evidence);
  return {
    kind: lossKind(primary.cause),
    cause: primary.cause,
    confidence: primary.confidence,
    group: causeGroup(
      primary.cause,
      findings.some(({ local }) => local === true),
    ),
    also,
    ttl: primary.ttl ?? writtenTtl(miss),
    evidence: [...primary.evidence, ...supporting, ...observed, measured],
    ruledOut: primary.confidence === "certain" ? [] : ruledOut,
  };
}

/** A compaction rewrites the messages, so "messages changed" only confirms it. */
function expectedFirst(findings: readonly Finding[]): readonly Finding[] {
  const compacted = findings.find(
    ({ cause, confidence }) => cause === "compaction" && confidence === "certain",
  );
  const first = findings[0];
  if (compacted === undefined || first === undefined || first === compacted) return findings;
  if (first.cause !== "messages-changed") return findings;
  return [compacted, ...findings.filter((finding) => finding !== compacted)];
}

function writtenTtl({ before }: Miss): CacheEvent["ttl"] {
  const last = before.segments.at(-1);
  return last === undefined || last.assumed ? undefined : last.ttl;
}

function measuredSentence({ step, shortfall }: Miss): string {
  const { cacheRead } = step.chainCall.call.figures.usage;
  return `Read ${exactCount(cacheRead)} of ${exactCount(shortfall.expected)} tokens that could have been read`;
}
