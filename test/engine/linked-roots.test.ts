import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { distinctRoots } from "../../electron/engine/distinct-roots.ts";
import { startEngine, type Engine } from "../../electron/engine/engine.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { applyFeed, type Overview } from "../../shared/feed.ts";
import { drawLog } from "../transcript.ts";

// Folders of logs are moved to other disks and linked back, and `~/.claude` is often kept among a user's other settings.

let home: string;
let data: string;
let engine: Engine | undefined;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "prefixwatch-links-")));
  data = join(home, "data");
  mkdirSync(data);
  for (const name of ["CLAUDE_CONFIG_DIR", "XDG_CONFIG_HOME"]) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", home);
  vi.stubEnv("USERPROFILE", home);
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function write(path: string, n: number, flag: "w" | "a" = "w"): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), drawLog(`10:00:0${n}  msg_${n}  read 1k  write 1k  out 1`), { flag });
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  // What everybody may make on Windows; elsewhere the word means nothing.
  symlinkSync(join(home, target), join(home, path), "junction");
}

/** What a start with the usual folders finds. */
function look() {
  const session = openLedgerSession({ roots: undefined, dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  try {
    const walk = catchUp(session, () => undefined);
    const { files, filesGone } = session.queries.health();
    const calls = session.queries.callCount();
    return { roots: walk.roots.map((root) => root.path.slice(home.length + 1)), files, filesGone, calls };
  } finally {
    session.close();
  }
}

const CLAUDE = join(".claude", "projects");
const OLDER = join(".config", "claude", "projects");

test.each([
  [".config/claude", ".claude", CLAUDE],
  [".claude", ".config/claude", OLDER],
])("when %s is a link to %s each log is read once", (from, to, root) => {
  write(`${to}/projects/p/s.jsonl`, 1);
  const before = look();
  expect(before).toMatchObject({ files: 1, calls: 1 });
  link(from, to);
  expect(look()).toEqual({ ...before, roots: [root] });
});

test("what is known of a folder that is now a link to the other one stays in the totals", () => {
  write(".config/claude/projects/p/old.jsonl", 1);
  write(".claude/projects/p/s.jsonl", 2);
  expect(look().calls).toBe(2);
  rmSync(join(home, ".config/claude"), { recursive: true });
  expect(look()).toMatchObject({ calls: 2, filesGone: 1 });
  link(".config/claude", ".claude");
  expect(look()).toEqual({ roots: [CLAUDE], calls: 2, files: 2, filesGone: 1 });
});

test("a folder of the settings that is a link keeps its history while its disk is not there", () => {
  write(".claude/projects/p/s.jsonl", 1);
  write("disk/old/projects/q/t.jsonl", 2);
  link("linked", "disk/old");
  writeFileSync(join(data, "settings.json"), JSON.stringify({ extraRoots: [join(home, "linked")] }));
  expect(look()).toMatchObject({ calls: 2, filesGone: 0 });
  renameSync(join(home, "disk"), join(home, "not here"));
  expect(look()).toMatchObject({ calls: 2, files: 2, filesGone: 1 });
  renameSync(join(home, "not here"), join(home, "disk"));
  expect(look()).toMatchObject({ calls: 2, files: 2, filesGone: 0 });
});

test("a root in another one is walked with it, unless it is missing or has to be named", () => {
  write("logs/p/s.jsonl", 1);
  write("logs/p/agent.log", 2);
  link("linked", "logs");
  const roots = ["logs/p", "logs", "linked", "logs/p/s.jsonl", "logs/p/agent.log", "logs/none"];
  const named = roots.map((path) => ({ path: join(home, path), named: true }));
  expect(distinctRoots(named)).toEqual(
    ["logs", "logs/p/agent.log", "logs/none"].map((path) => ({ path: join(home, path), named: true })),
  );
});

test.each([
  ["the folder itself", ".claude"],
  ["its projects", CLAUDE],
])("where %s is a link an append and a new log are told by the watcher alone", async (_, place) => {
  write(join("elsewhere", CLAUDE, "p", "s.jsonl"), 1);
  link(place, join("elsewhere", place));
  let overview: Overview | undefined;
  const started = startEngine({ roots: undefined, dataDir: data, walkEveryMs: 3_600_000 });
  if (started.kind !== "engine") throw new Error(JSON.stringify(started));
  engine = started;
  engine.bridge.connect((event) => {
    if (event.kind === "feed") overview = applyFeed(overview, event.message);
  });
  const until = (condition: () => boolean) =>
    expect.poll(condition, { timeout: 10_000, interval: 10 }).toBe(true);
  await until(() => overview?.health.watcher === "watching" && overview.totals.calls > 0);
  write(`${CLAUDE}/p/s.jsonl`, 2, "a");
  await until(() => overview?.totals.calls === 2);
  write(`${CLAUDE}/p/new.jsonl`, 3);
  await until(() => overview?.totals.calls === 3);
  expect(overview?.health.files).toBe(2);
});
