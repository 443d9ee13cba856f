import { causeTitle, confidenceBadge } from "../../shared/cache/wording.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { exactTime, exactTokens, exactUsd, gapText, usd } from "../../shared/format.ts";
import { PLACE } from "../clock.ts";
import { eventSentence, laneName, modelName, repairText, sentence } from "../wording.ts";
import { Definition } from "./definition.tsx";
import "./event-card.css";

const LIFETIMES = { "5m": "5 minutes", "1h": "1 hour" } as const;

/** One loss or rebuild in full: what happened, how it is known, what it cost. */
export function EventCard({ event, onClose }: { readonly event: CacheEvent; readonly onClose: () => void }) {
  const loss = event.kind === "invalidation";
  const facts: readonly (readonly [string, string, string?])[] = [
    ["Could have read", exactTokens(event.expected)],
    ["Read", exactTokens(event.read)],
    [loss ? "Lost" : "Rebuilt", exactTokens(event.lost), repairText(event)],
    [loss ? "Extra cost" : "Cost of it", usd(event.avoidable), exactUsd(event.avoidable)],
    ["Pause before", gapText(event.gap)],
    ["Written to live for", event.ttl === undefined ? "not logged" : LIFETIMES[event.ttl]],
    ["Server’s own reason", event.serverReason ?? "none logged"],
    ["Model, lane", `${modelName(event.model)}, ${laneName(event.agent)}`],
  ];
  return (
    <article className={loss ? "event-card event-card-loss" : "event-card"} aria-label="Selected event">
      <header>
        <h3>{causeTitle(event.cause)}</h3>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="event-card-time">{exactTime(event.at, PLACE)}</p>
      <p className="event-card-sentence">{eventSentence(event)}</p>
      <dl>
        {facts.map(([name, value, more]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={more}>
              {value}
              {name === "Lost" || name === "Rebuilt" ? <small>{more}</small> : undefined}
            </dd>
          </div>
        ))}
      </dl>
      <h4>
        Evidence
        <span className="badge">
          {event.kind === "expected-rebuild"
            ? "expected"
            : confidenceBadge(event.confidence, event.serverReason)}
        </span>
        <Definition of="confidence" name="Confidence" />
      </h4>
      {event.evidence.length === 0 ? (
        <p className="event-card-none">The log holds nothing that explains it.</p>
      ) : (
        <ul>
          {event.evidence.map((one) => (
            <li key={one}>{sentence(one)}</li>
          ))}
        </ul>
      )}
    </article>
  );
}
