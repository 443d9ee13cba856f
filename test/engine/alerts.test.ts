import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startEngine, type Engine } from "../../electron/engine/engine.ts";
import { nextAlerts, type AlertMemory } from "../../shared/alerts.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import { trayFace } from "../../shared/tray-face.ts";
import { asLog, drawRecords } from "../transcript.ts";
import { workbench, type Workbench } from "./workbench.ts";

// Alerts out of the feed of the real engine, which reads a log that grows call by call.

const DAY = "2026-08-14";
const PLACE = { locale: "en-GB", timeZone: "UTC" } as const;
const at = (time: string) => Date.parse(`${DAY}T${time}Z`);
const STUCK = drawRecords(
  `10:00:00  msg_1  read 0      write 60k
   10:00:40  msg_2  read 1000   write 52k
   10:01:20  msg_3  read 1000   write 56k
   10:02:00  msg_4  read 1000   write 60k
   10:02:40  msg_5  read 1000   write 64k`,
  { day: DAY },
);
/** Nothing was told yet, and the day is all news. */
const AWAKE: AlertMemory = { since: at("09:00:00"), told: [] };

let bench: Workbench;
let engine: Engine;
let overview: Overview | undefined;
beforeEach(() => {
  bench = workbench();
  bench.write("");
  const started = startEngine({ roots: [bench.root], dataDir: bench.data, walkEveryMs: 10, watch: false });
  if (started.kind !== "engine") throw new Error(JSON.stringify(started));
  engine = started;
  overview = undefined;
  engine.bridge.connect((event) => {
    if (event.kind === "feed") overview = applyFeed(overview, event.message);
  });
});
afterEach(async () => {
  await engine.stop();
  bench.clear();
});

/** The overview after the next call of the log. */
async function call(n: number): Promise<Overview> {
  bench.append(asLog(STUCK.slice(2 * (n - 1), 2 * n)));
  return vi.waitFor(() => {
    if (overview?.totals.calls !== n) throw new Error("not read yet");
    return overview;
  });
}

test("a session that writes all of its prefix anew is told at the third time, and then no more", async () => {
  let memory = AWAKE;
  const told: string[][] = [];
  for (const [n, time] of ["10:00:05", "10:00:45", "10:01:25", "10:02:05", "10:02:45"].entries()) {
    const next = nextAlerts(memory, await call(n + 1), at(time), PLACE);
    ({ memory } = next);
    told.push(next.alerts.map(({ kind, title }) => `${kind} ${title}`));
  }
  expect(told).toEqual([[], [], [], ["runaway parser: written anew 3 times in a row"], []]);
});

test("a setting that is saved counts for the next break", async () => {
  await call(1);
  await engine.bridge.ask({ kind: "save-settings", changes: { notifyAboveTokens: 40_000 } });
  await vi.waitFor(() => expect(overview?.settings.notifyAboveTokens).toBe(40_000));
  const { alerts } = nextAlerts(AWAKE, await call(2), at("10:00:45"), PLACE);
  expect(alerts).toMatchObject([
    {
      kind: "invalidation",
      body: expect.stringMatching(/^52k of 53k tokens lost after a 0:40 pause; \$\d\.\d\d extra, /),
      link: { page: "session", session: "5e551011-0000-4000-8000-000000000001", call: "msg_2" },
    },
  ]);
});

test("the tray turns from warm to broken with the call that broke, and to cold with time alone", async () => {
  const colour = (shown: Overview, time: string) => trayFace(shown, at(time), PLACE).colour;
  const first = await call(1);
  expect([colour(first, "10:00:10"), colour(first, "10:04:30"), colour(first, "10:06:00")]).toEqual([
    "warm",
    "expiring",
    "cold",
  ]);
  expect(colour(await call(2), "10:00:45")).toBe("broken");
});
