import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { HEARTBEAT } from "../../shared/feed-line.ts";
import { asLog, drawnMoment, drawRecords } from "../transcript.ts";
import { expect, startHost, test } from "./host.ts";

test.skip(
  process.env["PREFIXWATCH_HOST"] === "electron",
  "needs a browser of its own, not the desktop window",
);

/** Longer than a page waits for a sign of life. */
const SILENCE = 3 * HEARTBEAT;

// A session that is still running: its calls are of the last minutes.
const begin = Date.now() - 600_000;
const time = (n: number) => drawnMoment(begin + n * 20_000);
const rows = Array.from({ length: 9 }, (_, n) => `${time(n)}  msg_${n}  read ${20 + n}k  write 1k  out 1`);
const records = drawRecords(rows.join("\n"));

/** A folder of logs with three calls in one session; `append` adds the next. */
function logs() {
  const root = mkdtempSync(join(tmpdir(), "prefixwatch-outage-"));
  const project = join(root, "projects", "-home-dev-parser");
  const log = join(project, "5e551011-0000-4000-8000-000000000001.jsonl");
  let calls = 3;
  mkdirSync(project, { recursive: true });
  // A call is two records: the request and the answer.
  writeFileSync(log, asLog(records.slice(0, 2 * calls)));
  return {
    root,
    append: () => {
      appendFileSync(log, asLog(records.slice(2 * calls, 2 * calls + 2)));
      calls += 1;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

async function expectCalls(page: Page, calls: number): Promise<void> {
  await expect(page.getByRole("main")).toContainText(`${calls} calls`, { timeout: 30_000 });
  await expect(page.getByRole("table", { name: /^The calls in the charts/ }).getByRole("row")).toHaveCount(
    calls + 1,
  );
}

test("Live keeps what it shows while nothing answers, and comes back by itself with what happened meanwhile", async ({
  context,
  dataFolder,
}) => {
  test.skip(process.platform === "win32", "needs a system that can suspend a program");
  const { root, append, remove } = logs();
  const host = await startHost([root], dataFolder);
  try {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(host.url);
    await expectCalls(page, 3);
    host.pause();
    append();
    await page.clock.fastForward(SILENCE);
    await expect(page.getByText("Prefixwatch does not answer.")).toBeVisible();
    await expectCalls(page, 3);
    host.resume();
    await expectCalls(page, 4);
    await expect(page.getByText("Prefixwatch does not answer.")).toHaveCount(0);
    append();
    await expectCalls(page, 5);
  } finally {
    host.resume();
    await context.close();
    await host.stop();
    remove();
  }
});

test("a new start at the same place wants its new address, and then the open page goes on", async ({
  context,
  dataFolder,
}) => {
  const { root, append, remove } = logs();
  const first = await startHost([root], dataFolder);
  const { port } = new URL(first.url);
  let second: Awaited<ReturnType<typeof startHost>> | undefined;
  try {
    const page = await context.newPage();
    await page.goto(first.url);
    await expectCalls(page, 3);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await first.stop();
    await expect(page.getByText("Prefixwatch does not answer.")).toBeVisible({ timeout: 20_000 });
    append();
    second = await startHost([root], dataFolder, ["--port", port]);
    await expect(page.getByText("belongs to an earlier start of Prefixwatch")).toBeVisible({
      timeout: 20_000,
    });
    await expectCalls(page, 3);
    await page.goto(second.url);
    await expectCalls(page, 4);
    await expect(page.getByText("belongs to an earlier start")).toHaveCount(0);
    expect(await page.evaluate(() => "sameDocument" in window), "it was not loaded again").toBe(true);
    await expect(page).not.toHaveURL(/#t=/);
    append();
    await expectCalls(page, 5);
  } finally {
    await context.close();
    await first.stop();
    await second?.stop();
    remove();
  }
});
