import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startEngine, type Engine } from "../../electron/engine/engine.ts";
import { openStatusLines } from "../../electron/engine/status-line.ts";
import type { SessionDetail, SessionSummary } from "../../shared/feed.ts";
import { detailAfter } from "../../shared/session-changes.ts";
import { drawLog } from "../transcript.ts";

const SESSION = "5e551011-0000-4000-8000-000000000001";
const at = (time: string) => Date.parse(`2026-08-14T${time}Z`);

let home: string;
let data: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-status-"));
  data = join(home, "data");
  mkdirSync(data);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** One line as the documented logger appends it. */
function tell(session: string, expiresAt: number, ttl = "1h"): void {
  const cache = { warm: true, caching_observed: true, ttl, expires_at: expiresAt / 1000, hit_ratio: 0.9 };
  const line = {
    session_id: session,
    cwd: "/home/dev/parser",
    model: { id: "claude-opus-5" },
    prompt_cache: cache,
  };
  appendFileSync(join(data, "statusline.jsonl"), `${JSON.stringify(line)}\n`);
}

test("without the file nothing is told, and nothing is wrong", () => {
  const lines = openStatusLines(data);
  expect([...lines.refresh()]).toEqual([]);
  expect(lines.of(SESSION)).toBeUndefined();
});

test("the last line of each session counts; only what changed is named", () => {
  const lines = openStatusLines(data);
  tell("a", at("11:00:00"));
  tell("b", at("11:00:00"));
  tell("a", at("11:10:00"));
  expect([...lines.refresh()].sort()).toEqual(["a", "b"]);
  tell("a", at("11:10:00"));
  tell("b", at("11:20:00"));
  expect([...lines.refresh()]).toEqual(["b"]);
  expect(lines.of("a")).toEqual({ session: "a", expiresAt: at("11:10:00"), ttl: "1h" });
});

test("a half-written line waits, and damage between lines does no harm", () => {
  const path = join(data, "statusline.jsonl");
  const lines = openStatusLines(data);
  tell("a", at("11:00:00"));
  appendFileSync(path, 'not json\n\n[1]\n{"session_id":"b","prompt_cache":{"ttl":"1h","expires_at":');
  expect([...lines.refresh()]).toEqual(["a"]);
  appendFileSync(path, `${at("12:00:00") / 1000}}}\n`);
  expect([...lines.refresh()]).toEqual(["b"]);
});

test("an emptied file takes back what it told", () => {
  const lines = openStatusLines(data);
  tell("a", at("11:00:00"));
  lines.refresh();
  writeFileSync(join(data, "statusline.jsonl"), "");
  expect([...lines.refresh()]).toEqual(["a"]);
  expect(lines.of("a")).toBeUndefined();
});

test("what is no plain file is as if it were not there", () => {
  const lines = openStatusLines(data);
  mkdirSync(join(data, "statusline.jsonl"));
  expect([...lines.refresh()]).toEqual([]);
  rmSync(join(data, "statusline.jsonl"), { recursive: true });
  tell("a", at("11:00:00"));
  expect([...lines.refresh()]).toEqual(["a"]);
});

test("of a long file only the end is read", () => {
  tell("old", at("09:00:00"));
  appendFileSync(join(data, "statusline.jsonl"), `${"x".repeat(5 * 1024 * 1024)}\n`);
  tell("new", at("11:00:00"));
  const lines = openStatusLines(data);
  expect([...lines.refresh()]).toEqual(["new"]);
});

test.skipIf(process.platform === "win32")(
  "the documented command writes a line that is understood (needs a POSIX shell)",
  () => {
    const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "status-line.md"), "utf8");
    const settings = /^```json\n(\{.*?)^```/ms.exec(page)?.[1] ?? "";
    const { statusLine } = JSON.parse(settings) as { readonly statusLine: { readonly command: string } };
    mkdirSync(join(home, "prefixwatch"));
    const cache = { ttl: "5m", expires_at: at("11:00:00") / 1000, note: '100 % \\ "quoted" $HOME' };
    const input = JSON.stringify({ session_id: "a", prompt_cache: cache });
    const env = { ...process.env, XDG_DATA_HOME: home };
    for (const end of ["", "\n"]) {
      const printed = execFileSync("sh", ["-c", statusLine.command], { input: input + end, env });
      expect(printed.length).toBe(0);
    }
    expect(readFileSync(join(home, "prefixwatch", "statusline.jsonl"), "utf8")).toBe(`${input}\n${input}\n`);
    const lines = openStatusLines(join(home, "prefixwatch"));
    expect([...lines.refresh()]).toEqual(["a"]);
  },
);

async function withEngine(
  check: (told: { summary?: SessionSummary; detail?: SessionDetail }) => Promise<void>,
) {
  const log = join(home, "claude", "projects", "p", `${SESSION}.jsonl`);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, drawLog("10:00:00  msg_1  read 0  write1h 100k"));
  const started = startEngine({
    roots: [join(home, "claude")],
    dataDir: data,
    walkEveryMs: 20,
    watch: false,
  });
  if (started.kind !== "engine") throw new Error(JSON.stringify(started));
  const engine: Engine = started;
  const told: { summary?: SessionSummary; detail?: SessionDetail } = {};
  const connection = engine.bridge.connect((event) => {
    if (event.kind !== "feed") return;
    const { message } = event;
    const detail = detailAfter(told.detail, message);
    if (detail !== undefined) told.detail = detail;
    if (message.kind === "session" || message.kind === "session-update") return;
    const sessions = message.kind === "reset" ? message.overview.sessions : message.sessions;
    const summary = sessions.find(({ id }) => id === SESSION);
    if (summary !== undefined) told.summary = summary;
  });
  connection.watch(SESSION);
  try {
    await check(told);
  } finally {
    await engine.stop();
  }
}

test("Claude Code's own expiry is shown as soon as it is told, in the list and in the session", async () => {
  await withEngine(async (told) => {
    await expect.poll(() => told.summary?.warm?.source).toBe("log");
    expect(told.summary?.warm).toMatchObject({ safeUntil: at("11:00:00"), maybeUntil: at("11:00:17") });
    tell(SESSION, at("11:00:03"));
    await expect.poll(() => told.summary?.warm?.source).toBe("claude-code");
    const warm = { safeUntil: at("11:00:03"), maybeUntil: at("11:00:03"), ttl: "1h", coldCost: 1 };
    expect(told.summary?.warm).toMatchObject(warm);
    await expect.poll(() => told.detail?.lanes[0]?.warm).toMatchObject(warm);
  });
});

test("a lifetime that differs from the log's changes the price of coming too late", async () => {
  await withEngine(async (told) => {
    tell(SESSION, at("10:05:01"), "5m");
    await expect.poll(() => told.summary?.warm?.source).toBe("claude-code");
    // Opus 5: 100k tokens written for five minutes at 6.25 dollars for a million.
    expect(told.summary?.warm).toMatchObject({ ttl: "5m", safeUntil: at("10:05:01"), coldCost: 0.625 });
  });
});

test("what was told of an earlier request does not stand against a newer log", async () => {
  tell(SESSION, at("10:30:00"));
  await withEngine(async (told) => {
    await expect.poll(() => told.summary?.warm?.safeUntil).toBe(at("11:00:00"));
    expect(told.summary?.warm?.source).toBe("log");
  });
});
