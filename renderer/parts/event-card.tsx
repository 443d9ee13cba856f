import type { ReactNode } from "react";
import { advice } from "../../shared/cache/advice.ts";
import { causeTitle, confidenceBadge, groupTitle } from "../../shared/cache/wording.ts";
import type { CacheEvent } from "../../shared/cache/event.ts";
import { exactTime, percent, type Place } from "../../shared/format.ts";
import { GroupMark } from "../charts/group-mark.tsx";
import { eventFacts } from "../selectors/event-facts.ts";
import { eventSentence, eventTitle, incidentText, sentence } from "../wording.ts";
import { CopyReport } from "./copy-report.tsx";
import { Definition } from "./definition.tsx";
import "./event-card.css";

type Props = {
  readonly event: CacheEvent;
  readonly place: Place;
  /** Markdown for a bug report: see `redactedReport`. */
  readonly report: string;
  /** Where else the event can be seen. */
  readonly link?: ReactNode;
  readonly onClose: () => void;
};

/** One event in full: what happened, how it is known, what it cost, and one thing to do about it. */
export function EventCard({ event, place, report, link, onClose }: Props) {
  const loss = event.kind === "invalidation";
  return (
    <article className={loss ? "event-card event-card-loss" : "event-card"} aria-label="Selected event">
      <header>
        <h3>{eventTitle(event)}</h3>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="event-card-time">
        {exactTime(event.at, place)}
        {link !== undefined && <span>{link}</span>}
      </p>
      <p className="event-card-badges">
        <span className="badge">
          <GroupMark group={event.group} />
          {groupTitle(event.group)}
        </span>
        <span className="badge">{confidenceBadge(event)}</span>
        <Definition of="confidence" name="Confidence" />
      </p>
      <p className="event-card-sentence">{eventSentence(event)}</p>
      {event.incident !== undefined && (
        <p className="event-card-incident">
          {event.incident.runaway && <b>Runaway: </b>}
          {event.incident.runaway
            ? `${incidentText(event.incident)}, nearly all of it each time.`
            : sentence(incidentText(event.incident))}
        </p>
      )}
      {event.inflation !== undefined && (
        <p className="event-card-incident">
          The same conversation became {percent(event.inflation)} longer in tokens.
        </p>
      )}
      <dl>
        {eventFacts(event).map(({ name, value, more, exact }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={exact}>
              {value}
              {more !== undefined && <small>{more}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <h4>Evidence</h4>
      {event.evidence.length === 0 ? (
        <p>The log holds nothing that explains it.</p>
      ) : (
        <ul>
          {event.evidence.map((one) => (
            <li key={one}>{sentence(one)}</li>
          ))}
        </ul>
      )}
      {event.also.length > 0 && (
        <p className="event-card-also">
          The log also supports{" "}
          {event.also.map((cause) => (
            <span key={cause} className="badge">
              {causeTitle(cause)}
            </span>
          ))}
        </p>
      )}
      {event.ruledOut.length > 0 && (
        <details>
          <summary>What was ruled out</summary>
          <ul>
            {event.ruledOut.map((one) => (
              <li key={one}>{sentence(one)}</li>
            ))}
          </ul>
        </details>
      )}
      <h4>What to do</h4>
      <p className="event-card-advice">{advice(event.cause)}</p>
      <CopyReport report={report} />
    </article>
  );
}
