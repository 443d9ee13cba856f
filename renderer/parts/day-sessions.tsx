import { memo, useMemo } from "react";
import type { CallFilter } from "../../shared/question.ts";
import { useAnswer } from "../feed-context.tsx";
import { sessionView, viewHash } from "../view-state.ts";
import { HistoryRow } from "./history-row.tsx";

type Props = {
  readonly day: string;
  readonly zone: string;
  readonly filter: CallFilter;
  readonly nameOf: (session: string, project: string) => string;
};

/** The sessions of one day with their figures of that day alone; each leads to its page. */
export const DaySessions = memo(function DaySessions({ day, zone, filter, nameOf }: Props) {
  const question = useMemo(() => ({ kind: "day", day, zone, filter }) as const, [day, zone, filter]);
  const { answer, failed } = useAnswer(question);
  if (answer === undefined) {
    return (
      <tr className="history-level-3">
        <th scope="row" colSpan={10} className="history-wait">
          {failed ?? "Reading the sessions of this day…"}
        </th>
      </tr>
    );
  }
  return answer.sessions.map(({ session, project, totals }) => (
    <HistoryRow
      key={session}
      level={3}
      name={
        <a className="name" href={viewHash(sessionView(session))} title={`${project}, ${session}`}>
          {nameOf(session, project)} <small>{session.slice(0, 8)}</small>
        </a>
      }
      totals={totals}
    />
  ));
});
