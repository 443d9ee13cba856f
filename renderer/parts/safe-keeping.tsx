import { memo } from "react";
import { agoText, bytesText, counted, dayAndTime, exactTime, gapText } from "../../shared/format.ts";
import type { SourcesAnswer } from "../../shared/question.ts";
import type { EpochMs } from "../../shared/units.ts";
import { PLACE } from "../clock.ts";
import "./safe-keeping.css";

type Props = { readonly answer: SourcesAnswer; readonly now: EpochMs };

const SHOWN_GAPS = 3;

/** Where the figures are kept, how safe they are, and what happened while nobody looked. */
export const SafeKeeping = memo(function SafeKeeping({ answer, now }: Props) {
  const { health, dataFolder, ledgerBytes, lastBackup, gaps, retention } = answer;
  const soon = retention.sessionsWithin7Days;
  return (
    <dl className="safe-keeping">
      <dt>Watcher</dt>
      <dd>
        {health.watcher === "watching"
          ? "The system tells of each change at once."
          : "The system tells of no changes here, so the folders are walked every two seconds."}
      </dd>
      <dt>Claude Code deletes</dt>
      <dd>
        {soon === 0 ? "No session" : <strong>{counted(soon, "session")}</strong>} within the next 7 days, by{" "}
        {retention.fromSettings ? "your setting" : "its default"} of {counted(retention.days, "day")}.{" "}
        {soon === 0 ? "What it deletes later is kept here." : "Their figures are kept here."}
      </dd>
      <dt>Logs gone</dt>
      <dd>
        {health.filesGone === 0
          ? "None: every log that was counted still exists."
          : `${counted(health.filesGone, "log")} that ${health.filesGone === 1 ? "was" : "were"} counted no longer ${health.filesGone === 1 ? "exists" : "exist"}; the figures stay.`}
      </dd>
      <dt>Ledger</dt>
      <dd>
        {bytesText(ledgerBytes)} in <code>{dataFolder}</code>
      </dd>
      <dt>Saving</dt>
      <dd>
        {health.notSaving === undefined ? (
          "All that was counted is saved."
        ) : (
          <>
            <strong>Not since {dayAndTime(health.notSaving.since, now, PLACE)}</strong>:{" "}
            {health.notSaving.reason}. {health.notSaving.nextStep}
          </>
        )}
      </dd>
      <dt>Last backup</dt>
      <dd title={exactTime(lastBackup, PLACE)}>
        {lastBackup === undefined
          ? "None yet: one is made each day."
          : `${agoText(lastBackup, now)}, checked`}
      </dd>
      <dt>Prices</dt>
      <dd>checked on {health.pricesCheckedOn}</dd>
      <dt>Not running</dt>
      <dd>
        {gaps.length === 0 ? (
          "No pause is known."
        ) : (
          <>
            <ul>
              {gaps.slice(0, SHOWN_GAPS).map(({ from, to }) => (
                <li key={from}>
                  {dayAndTime(from, now, PLACE)} to {dayAndTime(to, now, PLACE)}{" "}
                  <small>{gapText(to - from)}</small>
                </li>
              ))}
            </ul>
            {gaps.length > SHOWN_GAPS && <p>and {counted(gaps.length - SHOWN_GAPS, "earlier pause")}</p>}
            <p>What was logged meanwhile was read afterwards.</p>
          </>
        )}
      </dd>
    </dl>
  );
});
