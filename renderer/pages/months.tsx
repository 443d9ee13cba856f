import { useCallback, useEffect, useMemo, useRef } from "react";
import type { SessionSummary } from "../../shared/feed.ts";
import type { CallFilter } from "../../shared/question.ts";
import { PLACE, useDay } from "../clock.ts";
import { useAnswer } from "../feed-context.tsx";
import { useKeys } from "../keys.ts";
import type { MonthsView } from "../months-view.ts";
import { monthText, previousText, rangeText } from "../month-text.ts";
import { adjust } from "../navigation.ts";
import { useLate } from "../late.ts";
import { useNarrow } from "../narrow.ts";
import { ExportButton } from "../parts/export-dialog.tsx";
import { HistoryFailed } from "../parts/history-failed.tsx";
import { HistoryFigures } from "../parts/history-figures.tsx";
import { MonthPicker } from "../parts/month-picker.tsx";
import { MonthsFilters } from "../parts/months-filters.tsx";
import { SplitPicker } from "../parts/split-picker.tsx";
import { shownRange, stepped } from "../selectors/months-range.ts";
import { useSessionNames } from "../session-names.ts";
import { MonthsBody } from "./months-body.tsx";
import { MonthsCalendar } from "./months-calendar.tsx";
import { MonthsEmpty } from "./months-empty.tsx";
import "./months.css";

type Props = { readonly view: MonthsView; readonly sessions: readonly SessionSummary[] };

/** What was used, spent, saved and lost in a month or any days, and how it compares. */
export function MonthsPage({ view, sessions }: Props) {
  const zone = view.zone ?? PLACE.timeZone;
  const today = useDay(zone);
  const { month, from, to, split, project, model, lane } = view;
  const range = useMemo(() => shownRange({ month, from, to }, today), [month, from, to, today]);
  const filter = useMemo((): CallFilter => ({ project, model, lane }), [project, model, lane]);
  const question = useMemo(
    () => ({ kind: "months", from: range.from, to: range.to, zone, split, filter, today }) as const,
    [range, zone, split, filter, today],
  );
  const asked = useAnswer(question);
  const late = useLate(asked.pending);
  const names = useSessionNames(sessions);

  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  }, [view]);
  // The same function at each render, so that the calendar and the chart are drawn again only for new figures.
  const change = useCallback((part: Partial<MonthsView>) => adjust({ ...latest.current, ...part }), []);
  const choose = useCallback((part: Partial<MonthsView>) => change({ open: [], ...part }), [change]);
  const unfold = useCallback((open: readonly string[]) => change({ open }), [change]);
  const step = (by: -1 | 1) => {
    if (by === -1 || range.to < today) change({ ...stepped(range, by), open: [] });
  };
  useKeys({ ArrowLeft: () => step(-1), ArrowRight: () => step(1) });
  useEffect(() => {
    document.title = `${rangeText(range)} · Prefixwatch`;
  }, [range]);

  // Until the next answer is there the old figures stay, under the name of their own days.
  const { answer, asked: of } = asked;
  const [shownFrom, shownTo] = of === undefined ? [range.from, range.to] : [of.from, of.to];
  const shown = useMemo(
    () => shownRange({ month: undefined, from: shownFrom, to: shownTo }, today),
    [shownFrom, shownTo, today],
  );
  const empty = answer !== undefined && answer.totals.calls === 0;
  const narrow = useNarrow();
  const filtered = project !== undefined || model !== undefined || lane !== undefined;
  const filters = (
    <MonthsFilters view={view} range={range} answer={answer} projectName={names.project} onChange={choose} />
  );
  return (
    <main className={late ? "months-page months-late" : "months-page"} aria-busy={asked.pending}>
      <section className="panel" aria-labelledby="months-title">
        <header className="months-head">
          <MonthPicker range={range} zone={zone} today={today} onStep={step} />
          <SplitPicker split={split} onChange={(next) => change({ split: next })} />
          <ExportButton from={range.from} to={range.to} zone={zone} filter={filter} />
        </header>
        {narrow ? (
          <details className="months-more">
            <summary>Days, time zone{filtered ? ", filters (on)" : ", filters"}</summary>
            {filters}
          </details>
        ) : (
          filters
        )}
        {asked.failed !== undefined && (
          <HistoryFailed reason={asked.failed} stale={answer !== undefined} onRetry={asked.askAgain} />
        )}
        <HistoryFigures
          totals={answer === undefined || empty ? undefined : answer.totals}
          previous={answer?.previous?.totals}
          previousName={previousText(shown, answer?.previous)}
        />
      </section>
      {answer === undefined || of === undefined ? (
        <section className="panel months-wait">
          {asked.failed === undefined && "Reading the history…"}
        </section>
      ) : empty ? (
        <MonthsEmpty view={view} range={shown} answer={answer} onChange={change} />
      ) : (
        <MonthsBody
          answer={answer}
          range={shown}
          asked={of}
          name={shown.month === undefined ? "All these days" : monthText(shown.month)}
          open={view.open}
          names={names}
          today={today}
          onOpen={unfold}
        />
      )}
      {/* It follows what is shown, so that its year is asked for when the month is there and does not delay it. */}
      {of !== undefined && (
        <MonthsCalendar
          heat={view.heat}
          range={shown}
          zone={of.zone}
          filter={of.filter}
          today={today}
          onChange={change}
        />
      )}
    </main>
  );
}
