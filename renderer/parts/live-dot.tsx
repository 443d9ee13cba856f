import type { WarmState } from "../../shared/live.ts";
import "./live-dot.css";

const MEANING: Readonly<Record<WarmState, string>> = { safe: "warm", maybe: "perhaps warm", cold: "cold" };

/** Warm, perhaps warm, or cold; said as well as coloured. */
export function LiveDot({ state }: { readonly state: WarmState }) {
  return <i className={`live-dot live-dot-${state}`} role="img" aria-label={MEANING[state]} />;
}
