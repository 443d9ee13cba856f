import { memo, useCallback, useMemo } from "react";
import { ChartOrTable, TableButton, useChartTable } from "../charts/chart-table.tsx";
import { HistoryChart } from "../charts/history-chart.tsx";
import { HistoryChartTable } from "../charts/history-chart-table.tsx";
import { PartPatterns } from "../charts/part-patterns.tsx";
import { SeriesLegend } from "../charts/series-legend.tsx";
import { counted, percent } from "../../shared/format.ts";
import type { MonthsAnswer, MonthSplit } from "../../shared/question.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import type { QuestionOf } from "../follow-question.ts";
import { previousText, rangeText } from "../month-text.ts";
import { HistoryTable } from "../parts/history-table.tsx";
import { Panel } from "../parts/panel.tsx";
import { PartsTable } from "../parts/parts-table.tsx";
import { historyPoints, seriesOf, type HistoryPoint } from "../selectors/history-series.ts";
import { finestUnit, keyOf, stretchesOf, type HistoryUnit } from "../selectors/history-stretches.ts";
import { daysIn, type ShownRange } from "../selectors/months-range.ts";
import type { SessionNames } from "../session-names.ts";
import { modelName } from "../wording.ts";
import { useNarrow } from "../narrow.ts";

type Props = {
  readonly answer: MonthsAnswer;
  readonly range: ShownRange;
  readonly asked: QuestionOf<"months">;
  readonly name: string;
  readonly open: readonly string[];
  readonly names: SessionNames;
  readonly today: string;
  readonly onOpen: (open: readonly string[]) => void;
};

const PART: Readonly<Record<Exclude<MonthSplit, "kind">, string>> = {
  model: "Model",
  project: "Project",
  lane: "Lane",
};
/** Up to so many days the table is of weeks, beyond of months: nobody scrolls through forty weeks. */
const MOST_DAYS_BY_WEEK = 62;

/** The figures of one answer, as chart and as tables. */
export const MonthsBody = memo(function MonthsBody(props: Props) {
  const { answer, range, asked, name, open, names, today, onOpen } = props;
  const { split } = asked;
  const narrow = useNarrow();
  const unit = finestUnit(range);
  const rowUnit: HistoryUnit = daysIn(range) <= MOST_DAYS_BY_WEEK ? "week" : "month";
  const nameOf = useCallback(
    (key: string) =>
      split === "model"
        ? modelName(key)
        : split === "project"
          ? names.project(key)
          : key === "main"
            ? "main"
            : "agents",
    [split, names],
  );
  const stretches = useMemo(() => stretchesOf(answer.days, range, unit), [answer, range, unit]);
  const series = useMemo(
    () => seriesOf(split, stretches, answer.parts, nameOf),
    [split, stretches, answer, nameOf],
  );
  const points = useMemo(() => historyPoints(split, stretches, series), [split, stretches, series]);
  const toggle = useCallback(
    (key: string) => onOpen(open.includes(key) ? open.filter((one) => one !== key) : [...open, key]),
    [open, onOpen],
  );
  const select = useCallback(
    ({ stretch }: HistoryPoint) => {
      const rows = [keyOf(stretch.from, rowUnit), ...(unit === "day" ? [stretch.from] : [])];
      onOpen([...new Set([...open, ...rows])]);
      if (unit === "day") scrollToDay(stretch.from);
    },
    [open, onOpen, rowUnit, unit],
  );
  const chart = useChartTable();
  const title = `Tokens and hit rate per ${unit}`;
  const label = `Tokens and hit rate by ${unit}, ${rangeText(range)}: ${counted(answer.totals.calls, "call")}, hit rate ${percent(hitRate(answer.totals.usage))}. The same figures follow as a table.`;
  return (
    <>
      <PartPatterns />
      <Panel
        title={title}
        definition="historyChart"
        note={unit === "day" ? undefined : `one bar a ${unit}, since ${daysIn(range)} days are too many`}
        aside={
          <>
            <SeriesLegend
              series={series}
              breaks={answer.totals.invalidations === 0 ? undefined : unit === "day" ? "dots" : "numbers"}
            />
            <TableButton view={chart} of={title} />
          </>
        }
      >
        <ChartOrTable
          view={chart}
          of={title}
          className="months-chart"
          table={<HistoryChartTable points={points} series={series} unit={unit} />}
        >
          <HistoryChart
            points={points}
            series={series}
            unit={unit}
            oneMonth={range.month !== undefined}
            label={label}
            narrow={narrow}
            onSelect={select}
          />
        </ChartOrTable>
      </Panel>
      {split !== "kind" && (
        <Panel title={`By ${PART[split].toLowerCase()}`} note={`all of ${rangeText(range)}`}>
          <PartsTable parts={answer.parts} series={series} first={PART[split]} nameOf={nameOf} />
        </Panel>
      )}
      <Panel title={`By ${rowUnit}, day and session`} note={undatedText(answer)}>
        <HistoryTable
          days={answer.days}
          range={range}
          unit={rowUnit}
          split={split}
          series={series}
          parts={answer.parts}
          totals={answer.totals}
          previous={answer.previous?.totals}
          name={range.to > today ? `${name} so far` : name}
          previousName={previousText(range, answer.previous)}
          zone={asked.zone}
          filter={asked.filter}
          open={open}
          sessionName={names.session}
          onToggle={toggle}
        />
      </Panel>
    </>
  );
});

/** The row is there after the next commit, of another month when its answer has come. */
export function scrollToDay(day: string, looks = 50): void {
  setTimeout(() => {
    const row = document.getElementById(`day-${day}`);
    if (row === null && looks > 0) return scrollToDay(day, looks - 1);
    row?.scrollIntoView({ block: "center" });
    row?.querySelector("button")?.focus({ preventScroll: true });
    return undefined;
  }, 60);
}

function undatedText({ undated }: MonthsAnswer): string | undefined {
  return undated.calls === 0
    ? undefined
    : `${counted(undated.calls, "call")} without a time in the log belong to no day`;
}
