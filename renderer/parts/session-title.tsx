import { Fragment, type ReactNode } from "react";
import type { SessionSummary } from "../../shared/feed.ts";
import { useNow } from "../clock.ts";
import { sessionName, warmState } from "../../shared/live.ts";
import { modelName } from "../wording.ts";
import { LiveDot } from "./live-dot.tsx";
import { RelativeTime } from "./relative-time.tsx";
import "./session-title.css";

/** Which session this is: name, model, effort, version; and when it last called. */
export function SessionTitle({
  session,
  actions,
}: {
  readonly session: SessionSummary;
  readonly actions?: ReactNode;
}) {
  const now = useNow();
  const facts = [
    session.models.map(modelName).join(", "),
    session.effort === undefined ? undefined : `${session.effort} effort`,
    session.version,
    session.sourceGone ? "its log no longer exists" : undefined,
  ].filter((fact) => fact !== undefined && fact !== "");
  return (
    <div className="session-title">
      <LiveDot state={session.warm === undefined ? "cold" : warmState(session.warm, now)} />
      <h1 className="name" title={session.cwd ?? session.project}>
        {sessionName(session)}
      </h1>
      <p className="session-title-facts name">
        {facts.map((fact, index) => (
          // A name written from right to left must not turn its neighbours around.
          <Fragment key={fact}>
            {index > 0 && " · "}
            <bdi>{fact}</bdi>
          </Fragment>
        ))}
      </p>
      {actions}
      <p className="session-title-last">
        last call <RelativeTime at={session.lastAt} />
      </p>
    </div>
  );
}
