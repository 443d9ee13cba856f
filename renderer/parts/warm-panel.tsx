import { atStake, type Warmth } from "../../shared/cache/warm.ts";
import {
  clockSeconds,
  clockTime,
  dayAndTime,
  exactTime,
  exactTokens,
  exactUsd,
  gapText,
  shortTokens,
  usd,
} from "../../shared/format.ts";
import type { EpochMs } from "../../shared/units.ts";
import { PLACE, useNow } from "../clock.ts";
import { warmState } from "../../shared/live.ts";
import { useSettings } from "../settings.ts";
import { Panel } from "./panel.tsx";
import "./warm-panel.css";

const LIFETIME = { "5m": 5 * 60_000, "1h": 60 * 60_000 } as const;
const TIER = { "5m": "5 min tier", "1h": "1 h tier" } as const;

/** Until when the cache is warm, as a wall-clock time, and what it costs to come too late. */
export function WarmPanel({ warm }: { readonly warm: Warmth | undefined }) {
  const now = useNow();
  const { countdown } = useSettings();
  if (warm === undefined) {
    return (
      <Panel title="Cache stays warm until" definition="warm" className="warm-panel">
        <p className="warm-time warm-none">–</p>
        <p className="warm-text">Nothing is cached in this session, or its provider keeps no such clock.</p>
      </Panel>
    );
  }
  const state = warmState(warm, now);
  const { tokens, warmCost, coldCost } = atStake(warm, now);
  const title = state === "cold" ? "Cache is cold since" : "Cache stays warm until";
  const shown = state === "safe" ? warm.safeUntil : warm.maybeUntil;
  return (
    <Panel title={title} definition="warm" className="warm-panel">
      <p className={`warm-time warm-${state}`}>
        <time dateTime={new Date(shown).toISOString()} title={exactTime(shown, PLACE)}>
          {state === "cold" ? dayAndTime(shown, now, PLACE) : clockTime(shown, PLACE)}
        </time>
        {countdown && state !== "cold" && <small className="warm-left">{gapText(shown - now)} left</small>}
        <small>{warm.ttlAssumed ? `${TIER[warm.ttl]}, assumed` : TIER[warm.ttl]}</small>
      </p>
      <WarmBar warm={warm} now={now} />
      <p className="warm-text">
        <UntilText warm={warm} now={now} />
        {state === "cold" ? "The next message rewrites " : "A first message after that rewrites "}
        <b title={exactTokens(tokens)}>{shortTokens(tokens)} tokens</b>
        {coldCost === undefined ? (
          "; the model has no known price."
        ) : (
          <>
            , about <b title={exactUsd(coldCost)}>{usd(coldCost)}</b> instead of{" "}
            <span title={exactUsd(warmCost)}>{usd(warmCost)}</span>.
          </>
        )}
      </p>
    </Panel>
  );
}

function UntilText({ warm, now }: { readonly warm: Warmth; readonly now: EpochMs }) {
  const state = warmState(warm, now);
  if (state === "cold" || warm.maybeUntil - warm.safeUntil < 1000) return undefined;
  return (
    <span className="warm-interval">
      {state === "safe"
        ? `Safe until ${clockSeconds(warm.safeUntil, PLACE)}, possible until ${clockSeconds(warm.maybeUntil, PLACE)}. `
        : `Promised until ${clockSeconds(warm.safeUntil, PLACE)}; it may live to ${clockSeconds(warm.maybeUntil, PLACE)}. `}
    </span>
  );
}

/** What is left of the lifetime, and after it the short time in which nobody can tell. */
function WarmBar({ warm, now }: { readonly warm: Warmth; readonly now: EpochMs }) {
  const whole = LIFETIME[warm.ttl] + (warm.maybeUntil - warm.safeUntil);
  const safe = Math.max(0, Math.min(1, (warm.safeUntil - now) / whole));
  const left = Math.max(0, Math.min(1, (warm.maybeUntil - now) / whole));
  return (
    <div className="warm-bar" aria-hidden="true">
      <i className="warm-bar-maybe" style={{ width: `${left * 100}%` }} />
      <i className="warm-bar-safe" style={{ width: `${safe * 100}%` }} />
    </div>
  );
}
