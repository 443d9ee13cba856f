import { memo, useCallback, useMemo } from "react";
import type { MonthsAnswer } from "../../shared/question.ts";
import { PLACE } from "../clock.ts";
import { nearestDay } from "../invalidations-view.ts";
import type { MonthsView } from "../months-view.ts";
import type { ShownRange } from "../selectors/months-range.ts";
import { modelName } from "../wording.ts";
import { DayField } from "./day-field.tsx";
import "./months-filters.css";

type Props = {
  readonly view: MonthsView;
  readonly range: ShownRange;
  /** What there is to choose from; `undefined` until the first answer. */
  readonly answer: Pick<MonthsAnswer, "projects" | "models" | "firstDay" | "lastDay"> | undefined;
  readonly projectName: (project: string) => string;
  readonly onChange: (part: Partial<MonthsView>) => void;
};

/** Which days, where a day begins, and which calls. */
export const MonthsFilters = memo(function MonthsFilters(props: Props) {
  const { view, range, answer, projectName, onChange } = props;
  // Each field keeps its own end while the other is typed, even where that puts the later day first for a moment.
  const { from = range.from, to = range.to } = view;
  const days = (part: { readonly from?: string; readonly to?: string }) =>
    onChange({ month: undefined, from, to, ...part });
  // Each the same at each render: a choice of 400 zones is looked at again only when it is another.
  const chooseZone = useCallback(
    (zone: string) => onChange({ zone: zone === PLACE.timeZone ? undefined : zone }),
    [onChange],
  );
  const chooseProject = useCallback((project: string | undefined) => onChange({ project }), [onChange]);
  const chooseModel = useCallback((model: string | undefined) => onChange({ model }), [onChange]);
  const chooseLane = useCallback(
    (lane: string | undefined) => onChange({ lane: lane === "main" || lane === "sub" ? lane : undefined }),
    [onChange],
  );
  const firstDay = nearestDay(answer?.firstDay);
  const lastDay = nearestDay(answer?.lastDay);
  const all = firstDay === range.from && lastDay === range.to;
  return (
    <div className="months-filters">
      <span className="months-days">
        <DayField
          label="First day"
          value={from}
          onChange={(day) => day !== undefined && days({ from: day })}
        />
        <span aria-hidden="true">to</span>
        <DayField label="Last day" value={to} onChange={(day) => day !== undefined && days({ to: day })} />
        <button
          type="button"
          disabled={firstDay === undefined || all}
          title="From the first day with a call to the last"
          onClick={() => onChange({ month: undefined, from: firstDay, to: lastDay })}
        >
          All days
        </button>
      </span>
      <ZoneChoice zone={view.zone ?? PLACE.timeZone} onChange={chooseZone} />
      <Choice
        label="Project"
        all="All projects"
        value={view.project}
        values={answer?.projects}
        nameOf={projectName}
        onChange={chooseProject}
      />
      <Choice
        label="Model"
        all="All models"
        value={view.model}
        values={answer?.models}
        nameOf={modelName}
        onChange={chooseModel}
      />
      <Choice
        label="Lane"
        all="Main and agents"
        value={view.lane}
        values={LANES}
        nameOf={laneName}
        onChange={chooseLane}
      />
    </div>
  );
});

const LANES = ["main", "sub"];

function laneName(lane: string): string {
  return lane === "main" ? "Main only" : "Agents only";
}

type ZoneProps = { readonly zone: string; readonly onChange: (zone: string) => void };

const ZoneChoice = memo(function ZoneChoice({ zone, onChange }: ZoneProps) {
  const options = useMemo(
    () =>
      [...new Set([PLACE.timeZone, "UTC", zone, ...Intl.supportedValuesOf("timeZone")])].map((name) => (
        <option key={name} value={name}>
          {name.replaceAll("_", " ")}
        </option>
      )),
    [zone],
  );
  return (
    <select
      aria-label="Time zone"
      title="Where a day begins and ends"
      value={zone}
      onChange={({ target }) => onChange(target.value)}
    >
      {options}
    </select>
  );
});

type ChoiceProps = {
  readonly label: string;
  readonly all: string;
  readonly value: string | undefined;
  readonly values: readonly string[] | undefined;
  readonly nameOf: (value: string) => string;
  readonly onChange: (value: string | undefined) => void;
};

const Choice = memo(function Choice({ label, all, value, values = [], nameOf, onChange }: ChoiceProps) {
  // What the address asks for is there to be seen, even if the ledger has none of it.
  const known = value === undefined || values.includes(value) ? values : [value, ...values];
  return (
    <select
      aria-label={label}
      className={value === undefined ? "" : "months-filter-on"}
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
    >
      <option value="">{all}</option>
      {known
        .map((one) => ({ one, name: nameOf(one) }))
        .sort((a, b) => a.name.localeCompare(b.name, "en"))
        .map(({ one, name }) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
    </select>
  );
}, isSameChoice);

/** Each answer brings the names to choose from again, as a rule the same. */
function isSameChoice({ values: before, ...was }: ChoiceProps, { values, ...is }: ChoiceProps): boolean {
  return (
    was.value === is.value &&
    was.nameOf === is.nameOf &&
    was.onChange === is.onChange &&
    before?.length === values?.length &&
    (values ?? []).every((value, place) => value === before?.[place])
  );
}
