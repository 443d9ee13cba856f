import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { invalidationsAnswer } from "../../electron/engine/answer-invalidations.ts";
import { monthsAnswer } from "../../electron/engine/answer-months.ts";
import type { LedgerSession } from "../../electron/engine/ledger-session.ts";
import { HistoryChartTable } from "../../renderer/charts/history-chart-table.tsx";
import { HistoryShown } from "../../renderer/charts/history-shown.ts";
import { HistoryTooltip } from "../../renderer/charts/history-tooltip.tsx";
import { FeedContext } from "../../renderer/feed-context.tsx";
import { startFeed } from "../../renderer/feed-store.ts";
import { CauseList } from "../../renderer/parts/cause-list.tsx";
import { GroupFigures } from "../../renderer/parts/group-figures.tsx";
import { HistoryRow } from "../../renderer/parts/history-row.tsx";
import { SessionFigures } from "../../renderer/parts/session-figures.tsx";
import { TrendTable } from "../../renderer/parts/trend-table.tsx";
import { causeCounts } from "../../renderer/selectors/event-rows.ts";
import { NO_FILTER } from "../../shared/question.ts";
import { askOnce, workbench, type Workbench } from "../engine/workbench.ts";
import { drawLog } from "../transcript.ts";

/** A break after a long pause, which is the user's own, by a model without a known price. */
const UNPRICED = `
  10:00:00  msg_1  read 0    write 60k  out 5  model claude-opus-99
  10:14:59  msg_2  read 10k  write 52k  out 5  model claude-opus-99
  10:15:59  msg_3  read 62k  write 1k   out 5  model claude-opus-99
`;
const PRICED = UNPRICED.replaceAll("claude-opus-99", "claude-opus-4-6");
/** The same behind a call that has a price and lost nothing. */
const MIXED = `
  09:59:00  msg_0  read 0    write 3k   out 5  model claude-haiku-4-5-20251001${UNPRICED}`;
/** The user's own break has a price; one that nothing explains has none. */
const ONE_OF_TWO = `${PRICED}
  10:16:59  msg_4  read 0    write 64k  out 5  model claude-opus-99
  10:17:59  msg_5  read 10k  write 55k  out 5  model claude-opus-99
`;

const RANGE = { from: undefined, to: undefined, zone: "UTC" };

let bench: Workbench;
beforeEach(() => (bench = workbench()));
afterEach(() => bench.clear());

/** What the ledger answers about one log. */
function told(calls: string) {
  bench.write(drawLog(calls));
  return askOnce(bench.root, bench.data, answersOf);
}

function answersOf({ answerParts: { db, scope }, queries }: LedgerSession) {
  const [session] = queries.sessions();
  const question = { ...RANGE, kind: "months", split: "kind", filter: NO_FILTER, today: undefined } as const;
  const [day] = monthsAnswer(db, scope, question).days;
  if (session === undefined || day === undefined) throw new Error("The log has calls");
  return { losses: invalidationsAnswer(db, scope, queries, RANGE), session, day };
}
type Told = ReturnType<typeof told>;

const never = () => undefined;
/** A feed that has not heard from the engine yet: its settings are the usual ones. */
const FEED = startFeed(
  { connect: () => ({ watch: never, close: never }), ask: () => new Promise(never) },
  { now: () => 0, later: () => never, isHidden: () => false, onShown: () => never },
);

/** What a part of the page says, titles and all, without the texts that explain a figure. */
function shown(element: ReactElement): string {
  const text = renderToStaticMarkup(createElement(FeedContext, { value: FEED }, element));
  return text.replaceAll(/<div id="[^"]*" popover.*?<\/div>/g, "");
}

const groups = ({ losses: { all } }: Pick<Told, "losses">) =>
  createElement(GroupFigures, { all, chosen: undefined, onChoose: never });
const causes = ({ losses: { events } }: Told) =>
  createElement(CauseList, {
    counts: causeCounts(events),
    group: undefined,
    cause: undefined,
    onChoose: never,
  });
const projects = ({ losses: { byProject } }: Told) =>
  createElement(TrendTable, {
    name: "Project",
    rows: byProject,
    nameOf: (key: string) => key,
    first: "rate",
  });
const historyRow = ({ day: { totals } }: Told) =>
  createElement(HistoryRow, { level: 1, name: "day", totals });

function pointOf({ day: { day, totals } }: Told) {
  const stretch = { key: day, from: day, to: day, totals, parts: [] };
  return { stretch, stack: [], prompt: 1, rate: 1, breaks: totals.invalidations };
}
const historyTable = (of: Told) =>
  createElement(HistoryChartTable, { points: [pointOf(of)], series: [], unit: "day" });
const tooltip = (of: Told) =>
  createElement(
    HistoryShown,
    {
      value: {
        points: [pointOf(of)],
        series: [],
        unit: "day",
        oneMonth: true,
        narrow: false,
        most: 1,
        ticks: [],
        floor: 0,
      },
    },
    createElement(HistoryTooltip, { active: true, payload: [{ payload: { place: 0 } }] }),
  );

const PARTS = [
  ["its cause's row", causes, "$0.29"],
  ["its project's row", projects, "$0.29"],
  ["its day's row", historyRow, "$0.29"],
  ["its day in the chart's table", historyTable, "$0.74"],
  ["the tooltip of its day", tooltip, "$0.29"],
] as const;

test.each(PARTS)("%s has dollars for a break with a known price", (_, part, dollars) => {
  expect(shown(part(told(PRICED)))).toContain(dollars);
});

test.each(PARTS)("%s has none where no price is known", (_, part) => {
  expect(shown(part(told(UNPRICED)))).not.toContain("$");
});

test("a group says that its losses have no known price, and of what it has none that it costs nothing", () => {
  const { losses } = told(UNPRICED);
  expect(losses.all.losses.yours).toEqual({ events: 1, lost: 50_000, cost: 0, unpriced: 1 });
  const text = shown(groups({ losses }));
  expect(text).toContain('"Avoidable by you: 1 break, 50\u202F000 tokens, no known price"');
  expect(text).toContain('<p class="group-figure-cost">–</p>');
  expect(text).toContain('"Not yours: 0 breaks, 0 tokens, extra cost $0.0000"');
});

test("a group of which some losses have a known price shows the dollars of those", () => {
  const { losses } = told(ONE_OF_TWO);
  expect(losses.all.losses.yours).toMatchObject({ events: 2, cost: 0.2875, unpriced: 1 });
  expect(shown(groups({ losses }))).toContain("avoidable $0.2875");
});

test.each([
  ["no known price, though other calls have one", MIXED, "2 breaks, no known price", "no known price"],
  ["all avoidable", PRICED, "1 break, $0.2875", "$0.29, all avoidable"],
  [
    "avoidable in part, though only that part has a price",
    ONE_OF_TWO,
    "3 breaks, $0.2875",
    "$0.29, of it $0.29 avoidable",
  ],
])("a session's losses are %s", (_, calls, title, text) => {
  const { session } = told(calls);
  expect(shown(createElement(SessionFigures, { session }))).toContain(
    `<span title="${title}">${text}</span>`,
  );
});
