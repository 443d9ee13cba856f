import { cacheWrite, type TokenUsage } from "../../shared/usage/token-usage.ts";
import type { CallView } from "../../shared/feed.ts";
import type { EpochMs } from "../../shared/units.ts";

export type ChangeKind = "model" | "effort" | "version" | "lifetime";

/** Something that a call of a lane has and the call before it had otherwise. */
export type LaneChange = {
  readonly kind: ChangeKind;
  /** The call that is the first with the new value. */
  readonly call: string;
  readonly order: number;
  readonly at: EpochMs | undefined;
  readonly agent: string | undefined;
  readonly from: string;
  readonly to: string;
};

const VALUES: Readonly<Record<ChangeKind, (call: CallView) => string | undefined>> = {
  model: ({ model }) => model,
  effort: ({ effort }) => effort,
  version: ({ version }) => version,
  lifetime: ({ usage }) => writtenFor(usage),
};
const KINDS = ["model", "effort", "version", "lifetime"] as const satisfies readonly ChangeKind[];

/**
 * Changes of model, effort, version and written lifetime between calls of one lane that follow each other. A call that
 * does not tell a value leaves it as it was.
 */
export function laneChanges(calls: readonly CallView[]): readonly LaneChange[] {
  const known = new Map<string, string>();
  return calls.flatMap((call) =>
    KINDS.flatMap((kind): readonly LaneChange[] => {
      const to = VALUES[kind](call);
      if (to === undefined) return [];
      const place = `${kind} ${call.agent ?? ""}`;
      const from = known.get(place);
      known.set(place, to);
      if (from === undefined || from === to) return [];
      const { key, order, at, agent } = call;
      return [{ kind, call: key, order, at, agent, from, to }];
    }),
  );
}

/** Where most of a call's write went; `undefined` when it wrote nothing or the log does not say for how long. */
function writtenFor(usage: TokenUsage): "5 min" | "1 h" | undefined {
  const told = usage.cacheWrite5m + usage.cacheWrite1h;
  if (told === 0 || told < cacheWrite(usage) / 2) return undefined;
  return usage.cacheWrite1h > usage.cacheWrite5m ? "1 h" : "5 min";
}
