import { AlsoLive } from "../../renderer/parts/also-live.tsx";
import { DemoBand } from "../../renderer/parts/demo-band.tsx";
import { EventCard } from "../../renderer/parts/event-card.tsx";
import { GroupFigures } from "../../renderer/parts/group-figures.tsx";
import { HappeningsList } from "../../renderer/parts/happenings-list.tsx";
import { NothingYet } from "../../renderer/parts/nothing-yet.tsx";
import { Notices } from "../../renderer/parts/notices.tsx";
import { FaultText } from "../../renderer/parts/page-fault.tsx";
import { Panel } from "../../renderer/parts/panel.tsx";
import { SessionFigures } from "../../renderer/parts/session-figures.tsx";
import { SessionTable } from "../../renderer/parts/session-table.tsx";
import { SessionTitle } from "../../renderer/parts/session-title.tsx";
import { StatusStrip } from "../../renderer/parts/status-strip.tsx";
import { TourNote } from "../../renderer/parts/tour-note.tsx";
import { WarmPanel } from "../../renderer/parts/warm-panel.tsx";
import { happenings } from "../../renderer/selectors/happenings.ts";
import { alsoLive } from "../../renderer/selectors/live-session.ts";
import type { Warmth } from "../../shared/cache/warm.ts";
import type { Overview, SessionSummary } from "../../shared/feed.ts";
import { emptyOverview, SAMPLE_NOW, sampleFeed } from "../renderer/sample-feed.ts";
import { sampleInvalidations } from "../renderer/sample-invalidations.ts";
import type { Exhibit } from "./gallery.tsx";
import { Still } from "./sample-store.tsx";

const nothing = () => undefined;
const { overview, details } = sampleFeed();
const [main] = details;
if (main === undefined) throw new Error("The sample has sessions");
const { summary } = main;
const event = main.events.find(({ kind }) => kind === "invalidation");
const place = { locale: "en-GB", timeZone: "UTC", clock: "24" } as const;
const { all } = sampleInvalidations(details, {
  kind: "invalidations",
  from: undefined,
  to: undefined,
  zone: "UTC",
});

const empty = emptyOverview();
const scanning: Overview = {
  ...empty,
  scan: { phase: "scanning", filesDone: 412, filesTotal: 1_243, bytesDone: 391e6, bytesTotal: 1_240e6 },
};

/** Names as people have them: from right to left, without spaces, long, with a hyphen. */
const NAMES = [
  "מנתח-יומנים",
  "محلل-السجلات (v2)",
  "日本語プロジェクト",
  "a-very-long-project-name-that-nobody-shortened",
  "x",
];
const named = NAMES.map((name, n): SessionSummary => ({
  ...summary,
  id: `name-${n}`,
  cwd: `/home/ada/${name}`,
  lastAt: SAMPLE_NOW - n * 3e5,
}));

function Warm({ until, state }: { readonly until: number; readonly state: Partial<Warmth> }) {
  if (summary.warm === undefined) throw new Error("The sample's main session is warm");
  const warm = {
    ...summary.warm,
    safeUntil: SAMPLE_NOW + until,
    maybeUntil: SAMPLE_NOW + until + 27_000,
    ...state,
  };
  return <WarmPanel warm={warm} />;
}

/** What is shown when there is nothing, something goes wrong, or for a moment only. */
export const STATES: readonly Exhibit[] = [
  {
    name: "first run",
    show: (
      <>
        <NothingYet overview={undefined} offline={undefined} />
        <NothingYet overview={undefined} offline="Prefixwatch does not answer." />
        <NothingYet overview={scanning} offline={undefined} />
        <NothingYet overview={empty} offline={undefined} />
      </>
    ),
  },
  {
    name: "notes above a page",
    show: (
      <>
        <Still overview={{ ...empty, demo: true }}>
          <DemoBand />
        </Still>
        <TourNote />
        <Notices
          offline="Prefixwatch does not answer. If it was stopped, start it again."
          notices={[
            {
              id: "info",
              level: "info",
              text: "A backup of the history was restored; it is of 20 Nov 2026.",
            },
            {
              id: "retention",
              level: "warning",
              text: "Claude Code deletes 14 of these logs in the next 3 days.",
            },
            {
              id: "error",
              level: "error",
              text: "The ledger cannot be written: the disk is full. Free some space.",
            },
          ]}
        />
        <FaultText fault="Cannot read properties of undefined" />
        <StatusStrip scan={scanning.scan} health={overview.health} />
        <StatusStrip scan={overview.scan} health={overview.health} />
      </>
    ),
  },
  {
    name: "one session",
    show: (
      <>
        <section className="panel">
          <SessionTitle session={summary} />
          <SessionFigures session={summary} />
        </section>
        <Panel title="Invalidations">
          <GroupFigures all={all} chosen="yours" onChoose={nothing} />
        </Panel>
      </>
    ),
  },
  {
    name: "warm and cold",
    show: (
      <div className="gallery-row">
        <Warm until={41 * 60_000} state={{}} />
        <Warm until={-10_000} state={{}} />
        <Warm until={-90 * 60_000} state={{ ttlAssumed: true, coldCost: undefined }} />
        <WarmPanel warm={undefined} />
        <Panel title="Also live">
          <AlsoLive rows={alsoLive(overview.sessions, summary, main, SAMPLE_NOW)} />
        </Panel>
      </div>
    ),
  },
  {
    name: "event and happenings",
    show: (
      <div className="gallery-row">
        <Panel title="The event">
          {event !== undefined && <EventCard event={event} place={place} report="" onClose={nothing} />}
        </Panel>
        <Panel title="What happened">
          <HappeningsList rows={happenings(main).slice(0, 7)} onSelect={nothing} />
        </Panel>
      </div>
    ),
  },
  {
    name: "names in any script",
    show: (
      <section className="panel gallery-list">
        <SessionTable
          rows={named}
          sort="when"
          descending
          cursor={undefined}
          today={SAMPLE_NOW}
          onSort={nothing}
        />
      </section>
    ),
  },
];
