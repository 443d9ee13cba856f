import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BASE, call, callRecord } from "./corpus-call.ts";
import { chanceOf } from "../bench/chance.ts";
import { workbench, type Found, type Workbench } from "../engine/workbench.ts";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

const LINE = `${BASE}\n`;
const OTHER = `${call("msg_other")}\n`;

function calls(found: Found = bench.run()): number {
  const { bytes, counted, other, blank, damaged, pending } = found.health;
  expect(counted + other + blank + damaged + pending).toBe(bytes);
  return found.totals.calls;
}

test("corpus row 2: a whole record without line end counts at once, and once", () => {
  bench.write(BASE);
  expect(calls()).toBe(1);
  bench.append("\n");
  expect(calls()).toBe(1);
});

test("corpus row 3: a record cut in a text counts when it is finished", () => {
  const at = BASE.indexOf("reply");
  bench.write(LINE + call("msg_half").slice(0, at));
  const half = bench.run();
  expect(calls(half)).toBe(1);
  expect(half.health).toMatchObject({
    pending: Buffer.byteLength(call("msg_half").slice(0, at)),
    damaged: 0,
  });
  bench.append(`${call("msg_half").slice(at)}\n`);
  expect(calls()).toBe(2);
});

test("corpus row 4: a character of four bytes at the edge of 4,096 bytes stays whole", () => {
  for (const before of [1, 2, 3]) {
    const record = JSON.stringify({ ...callRecord(`msg_${before}`), sessionId: "s-🦀-s" });
    const at = Buffer.byteLength(record.slice(0, record.indexOf("🦀")));
    bench.write(`${" ".repeat(4_096 - at - before)}${record}\n`, `${before}.jsonl`);
  }
  expect(bench.run().sessions).toMatchObject([{ id: "s-🦀-s", calls: 3 }]);
});

test("corpus row 7: a log in UTF-16 is damaged, all of it, and nothing is invented", () => {
  const text = Buffer.from(`\uFEFF${LINE}${OTHER}`, "utf16le");
  bench.write(text, "little.jsonl");
  bench.write(Buffer.from(text).swap16(), "big.jsonl");
  const found = bench.run();
  expect(calls(found)).toBe(0);
  expect(found.health.damaged).toBeGreaterThan(text.length * 2 - 10);
});

test("corpus row 44: a call in its session, a fork and a resumed copy counts once, for the first session", () => {
  bench.write(LINE);
  const copy = {
    ...callRecord("msg_base"),
    sessionId: "aaa-fork",
    forkedFrom: { sessionId: "session-base" },
  };
  bench.write(`${JSON.stringify(copy)}\n${OTHER}`, "aaa-fork.jsonl");
  bench.write(LINE + OTHER, "resumed.jsonl");
  const found = bench.run();
  expect(calls(found)).toBe(2);
  expect(found.sessions.map(({ id }) => id)).toEqual(["session-base"]);
});

test("corpus row 51: lines of one call on both sides of midnight are of the day of the first", () => {
  const at = (timestamp: string) => `${JSON.stringify({ ...callRecord("msg_base"), timestamp })}\n`;
  bench.write(at("2026-08-15T00:00:01Z") + at("2026-08-14T23:59:59Z"));
  expect(days()).toEqual([["2026-08-14", 1]]);
});

test("corpus row 49: calls without a usable time are of no day; a time without zone is UTC", () => {
  const at = (id: string, timestamp: unknown) => `${JSON.stringify({ ...callRecord(id), timestamp })}\n`;
  bench.write(
    at("msg_1", undefined) + at("msg_2", "9999-01-01T00:00:00Z") + at("msg_3", "2026-08-14T23:59:00"),
  );
  expect(days()).toEqual([
    ["2026-08-14", 1],
    ["unknown date", 2],
  ]);
});

function days(): readonly (readonly [string, number])[] {
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  catchUp(session, () => undefined);
  const { rows } = session.queries.report("day", { from: undefined, to: undefined, zone: "UTC" });
  session.close();
  return rows.map(({ key, totals }) => [key, totals.calls]);
}

test("corpus row 53: two projects whose long names begin alike stay two", () => {
  for (const end of ["one", "two"])
    bench.write(`${call(`msg_${end}`)}\n`, `../-${"p".repeat(210)}-${end}/s.jsonl`);
  const session = openLedgerSession({ roots: [bench.root], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  catchUp(session, () => undefined);
  const { rows } = session.queries.report("project", { from: undefined, to: undefined, zone: "UTC" });
  session.close();
  expect(rows.map(({ totals }) => totals.calls)).toEqual([1, 1]);
});

test("corpus row 61: what is no log at all is damaged, and brings nothing", () => {
  const chance = chanceOf(61);
  bench.write(Buffer.from(Array.from({ length: 1_000_000 }, () => chance.below(256))), "random.jsonl");
  bench.write(gzipSync(LINE.repeat(5_000)), "gzip.jsonl");
  bench.write(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "png.jsonl");
  bench.write(Buffer.from("7f454c4602010100000000000000000003003e00", "hex"), "elf.jsonl");
  expect(calls()).toBe(0);
});

test("corpus row 62: pretty-printed JSON is damaged, and nothing inside it is believed", () => {
  bench.write(JSON.stringify([callRecord("msg_base")], undefined, 2));
  const found = bench.run();
  expect(calls(found)).toBe(0);
  expect(found.health.damagedRecords).toBeGreaterThan(5);
});

test("corpus row 63: a folder is walked whatever its name; names with another ending are no logs", () => {
  bench.write(LINE, "folder.jsonl/session.jsonl");
  for (const name of ["a.jsonl.tmp", "a.jsonl~", "A.JSONL", ".jsonl.swp"]) bench.write(OTHER, name);
  expect(calls()).toBe(1);
});

test("corpus row 64: no link is followed, wherever it leads", () => {
  bench.write(LINE, "../../elsewhere/real.jsonl");
  const links = [
    "/etc/passwd",
    "/dev/zero",
    "loop.jsonl",
    "nowhere",
    "../../elsewhere",
    "../../elsewhere/real.jsonl",
  ];
  mkdirSync(dirname(bench.log()), { recursive: true });
  links.forEach((target, n) =>
    symlinkSync(target, bench.log(target === "loop.jsonl" ? target : `link-${n}.jsonl`)),
  );
  expect(bench.run().health.files).toBe(0);
});

test.skipIf(process.platform === "win32")(
  "corpus row 65: a pipe, a socket and a device are no logs (not on Windows)",
  async () => {
    bench.write(LINE);
    expect(spawnSync("mkfifo", [bench.log("pipe.jsonl")]).status).toBe(0);
    const server = createServer().listen(bench.log("socket.jsonl"));
    await new Promise((resolve) => server.once("listening", resolve));
    // Only root may make a device; the walk asks for plain files, so one kind stands for another.
    spawnSync("mknod", [bench.log("null.jsonl"), "c", "1", "3"]);
    expect(calls()).toBe(1);
    server.close();
  },
);

test("corpus row 66: a hard link in another folder is not another call", () => {
  bench.write(LINE);
  mkdirSync(dirname(bench.log("../-home-dev-other/x.jsonl")), { recursive: true });
  linkSync(bench.log(), bench.log("../-home-dev-other/x.jsonl"));
  expect(calls()).toBe(1);
  expect(calls()).toBe(1);
});

test("corpus row 69: a log that shrinks or grows while it is read is read to where it ends", () => {
  bench.write(LINE + OTHER);
  bench.run();
  truncateSync(bench.log(), LINE.length + 20);
  expect(calls()).toBe(2);
  appendFileSync(bench.log(), `${OTHER.slice(20)}${call("msg_third")}\n`);
  expect(calls()).toBe(3);
});

test("corpus row 70: logs and folders that go away in the middle keep their figures", () => {
  bench.write(LINE, "deep/er/one.jsonl");
  bench.write(OTHER);
  expect(calls()).toBe(2);
  rmSync(bench.log("deep"), { recursive: true });
  renameSync(bench.log(), bench.log("moved.jsonl"));
  utimesSync(bench.log("moved.jsonl"), new Date(0), new Date(0));
  const found = bench.run();
  expect(calls(found)).toBe(2);
  expect(found.health.filesGone).toBe(1);
});

test("corpus row 71: 1,000 logs in one folder and 500 folders with one each are all found", () => {
  // Some time apart: calls of one second are compared with each other, all with all.
  const line = (n: number) => {
    const timestamp = new Date(Date.UTC(2026, 7, 14) + n * 60_000).toISOString();
    return `${JSON.stringify({ ...callRecord(`msg_${n}`), sessionId: `session-${n}`, timestamp })}\n`;
  };
  for (let n = 0; n < 1_000; n++) bench.write(line(n), `wide/${n}.jsonl`);
  for (let n = 1_000; n < 1_500; n++) bench.write(line(n), `${n}/s.jsonl`);
  expect(calls()).toBe(1_500);
});

test("corpus row 72: roots that overlap count once; one that is missing is told", () => {
  bench.write(LINE);
  const projects = join(bench.root, "projects");
  const session = openLedgerSession({ roots: [bench.root, projects, bench.log()], dataDir: bench.data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  catchUp(session, () => undefined);
  expect(session.queries.health().files).toBe(1);
  session.close();
  expect(openLedgerSession({ roots: [join(bench.root, "none")], dataDir: bench.data })).toMatchObject({
    kind: "root-problem",
    message: expect.stringContaining("There is no file or folder"),
  });
  expect(statSync(bench.log()).size).toBe(LINE.length);
});

test("a file is left as it was found", () => {
  writeFileSync(bench.log(), LINE);
  const before = statSync(bench.log());
  bench.run();
  const { mtimeMs, size, mode } = statSync(bench.log());
  expect({ mtimeMs, size, mode }).toEqual({ mtimeMs: before.mtimeMs, size: before.size, mode: before.mode });
});
