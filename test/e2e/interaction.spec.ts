import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { asLog, drawnMoment, drawRecords, type DrawnRecord } from "../transcript.ts";
import { expect, test } from "./host.ts";

const SESSIONS = 50;
const PAST_CALLS = 60;
const APPENDS_A_SECOND = 5;
const ROUNDS = 10;
const root = mkdtempSync(join(tmpdir(), "prefixwatch-interaction-"));
// Warm until long after the test: written for an hour, the last call a moment ago.
const begin = Date.now() - 20 * 60_000;

const sessions = Array.from({ length: SESSIONS }, (_, n) => {
  const name = `project-${String(n).padStart(2, "0")}`;
  const session = `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, "0")}`;
  const folder = join(root, "projects", `-home-dev-${name}`);
  const rows = Array.from({ length: PAST_CALLS + 30 }, (_, call) => {
    const at = drawnMoment(begin + call * 19_000 + n * 100);
    return `${at}  msg_${call}  read ${call === 20 ? 0 : 18_000 + call * 2_000}  write1h 2k  in 2  out 300`;
  });
  const records = drawRecords(rows.join("\n"), { session, cwd: `/home/dev/${name}`, prefix: `s${n}_` });
  return { path: join(folder, `${session}.jsonl`), folder, records, next: 2 * PAST_CALLS };
});

// A trace takes a picture of the page at every step, which would be what is measured.
test.use({ roots: [root], trace: "off" });
test.beforeAll(() => {
  for (const { folder, path, records, next } of sessions) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, asLog(records.slice(0, next)));
  }
});
test.afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A call is two records: the request and the answer. */
function append(n: number): void {
  const session = sessions[n % SESSIONS];
  if (session === undefined) throw new Error("there are sessions");
  const records: readonly DrawnRecord[] = session.records.slice(session.next, session.next + 2);
  session.next += 2;
  appendFileSync(session.path, asLog(records));
}

type Seen = { readonly tasks: number[]; shifts: number };

async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: Seen = { tasks: [], shifts: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: "longtask" });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.shifts += entry.value;
    }).observe({ type: "layout-shift" });
  });
}

async function seenBy(page: Page): Promise<Seen> {
  return page.evaluate(() => (window as unknown as { seen: Seen }).seen);
}

/** How long the page's scripts have run so far, in ms. */
async function startScriptClock(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  return async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? Number.NaN);
  };
}

/** From the click to the frame after the one that shows the page, in ms. */
async function switchTo(page: Page, name: string, shows: string): Promise<number> {
  return page.evaluate(
    async ([link, selector]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const target = [...document.querySelectorAll<HTMLElement>("nav a")].find(
        (one) => one.textContent === link,
      );
      if (target === undefined) throw new Error(`no link ${link}`);
      const start = performance.now();
      target.click();
      while (document.querySelector(selector) === null) await frame();
      await frame();
      return performance.now() - start;
    },
    [name, shows] as const,
  );
}

test(`${APPENDS_A_SECOND} appends a second to ${SESSIONS} live sessions leave the page quick and still`, async ({
  page,
}, info) => {
  await page.evaluate(() => localStorage.setItem("prefixwatch.tour", "ended"));
  await page.reload();
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByText(`Watching ${SESSIONS} files`)).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".live-depth-chart .depth-bars").first()).toBeVisible();
  let appended = 0;
  const timer = setInterval(() => append(appended++), 1_000 / APPENDS_A_SECOND);
  try {
    await page.waitForTimeout(1_000);
    await watchTasks(page);
    const scripts = await startScriptClock(page);
    const before = await scripts();
    await page.waitForTimeout(6_000);
    const scripted = (await scripts()) - before;
    const live = await seenBy(page);
    const pages = [
      ["Sessions", ".session-table-body [role=row]"],
      ["Months", ".months-page"],
      ["Invalidations", ".invalidations-page"],
      ["Sources", ".sources-page"],
      ["Live", ".live-page"],
    ] as const;
    const times = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++)
      for (const [name, shows] of pages) {
        times.set(name, [...(times.get(name) ?? []), await switchTo(page, name, shows)]);
        await page.waitForTimeout(150);
      }
    const all = await seenBy(page);
    const inOrder = (list: readonly number[]) => list.toSorted((a, b) => a - b).map(Math.round);
    const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    const switches = [...times].map(([name, list]) => `${name} ${inOrder(list).join(" ")}`).join(", ");
    const longest = (tasks: readonly number[]) => Math.round(Math.max(0, ...tasks));
    const figures = [
      `page switches in ms, ${ROUNDS} of each: ${switches}`,
      `tasks over 50 ms on Live in 6 s: ${live.tasks.length}, longest ${longest(live.tasks)} ms; with switches longest ${longest(all.tasks)} ms`,
      `scripts on Live in 6 s: ${Math.round(scripted)} ms`,
      `layout shift on Live in 6 s: ${Math.round(live.shifts * 1_000) / 1_000}`,
      `${appended} calls appended`,
    ].join("\n");
    info.annotations.push({ type: "measured", description: figures });
    process.stdout.write(`${figures}\n`);
    // The aims are 100 ms and none over 100 ms; a busy machine gets a wide margin.
    expect(Math.max(...[...times.values()].flat())).toBeLessThan(1_000);
    for (const [name, list] of times) expect(median(list), name).toBeLessThan(300);
    expect(longest(live.tasks)).toBeLessThan(700);
    // Nearly all calls are of other sessions, whose messages are no reason to draw a chart: 908 ms where they are.
    expect(scripted).toBeLessThan(500);
    expect(live.shifts).toBeLessThan(0.05);
    expect(appended).toBeGreaterThan(20);
  } finally {
    clearInterval(timer);
  }
});
