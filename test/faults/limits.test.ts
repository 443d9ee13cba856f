import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drawLog } from "../transcript.ts";
import { growingLogs, randomNumbers, sessionId, type GrowingLogs } from "./growing-logs.ts";
import { FULL, LINUX, NAMESPACES, ROOT, skipUnless, temporaryFolder } from "./machine.ts";
import { startChild, type EngineChild } from "./start-child.ts";

let folder: ReturnType<typeof temporaryFolder>;
let place: { readonly root: string; readonly data: string };
let logs: GrowingLogs;
let child: EngineChild | undefined;
beforeEach((context) => {
  skipUnless(context, LINUX);
  folder = temporaryFolder();
  place = { root: join(folder.path, "claude"), data: join(folder.path, "data") };
  logs = growingLogs(place.root, { logs: 60, callsEach: 6, random: randomNumbers(2) });
});
afterEach(async () => {
  await child?.stop();
  child = undefined;
  folder?.remove();
});

const counted = (calls: number) => (state: { readonly calls: number }) => state.calls === calls;

test("with few open files allowed everything is counted all the same", async () => {
  logs.growTo(0.5);
  // Node itself holds about twenty.
  child = startChild(["sh", "-c", 'ulimit -n 40; exec "$0" "$@"'], place);
  await child.until(counted(logs.truth().calls));
  logs.growTo(1);
  await child.until(counted(logs.truth().calls));
  expect(child.errors()).toBe("");
});

test("where the system allows few watches it says that it polls, and finds everything", async (context) => {
  skipUnless(context, NAMESPACES);
  logs.growTo(0.5);
  const limit = 'echo 2 > /proc/sys/user/max_inotify_watches; exec "$0" "$@"';
  child = startChild(["unshare", "--user", "--map-root-user", "sh", "-c", limit], place);
  await child.until(counted(logs.truth().calls));
  logs.growTo(1);
  await child.until(counted(logs.truth().calls));
  await child.until(({ watcher }) => watcher === "polling");
  expect(child.errors()).toBe("");
});

test("where the system allows no watcher at all it polls", async (context) => {
  skipUnless(context, NAMESPACES);
  const limit = 'echo 0 > /proc/sys/user/max_inotify_instances; exec "$0" "$@"';
  child = startChild(["unshare", "--user", "--map-root-user", "sh", "-c", limit], place);
  await child.until(({ phase }) => phase === "watching");
  logs.growTo(1);
  await child.until(counted(logs.truth().calls));
  await child.until(({ watcher }) => watcher === "polling");
  expect(child.errors()).toBe("");
});

const QUEUE = "/proc/sys/fs/inotify/max_queued_events";

test("a burst that overflows the system's queue of changes is found by the walk", async (context) => {
  skipUnless(context, ROOT);
  // It is one number for the whole machine, and other tests watch too.
  context.skip(!FULL, "SKIP: only in npm run test:faults, where nothing else needs the queue");
  logs.growTo(1);
  const before = readFileSync(QUEUE, "utf8");
  writeFileSync(QUEUE, "16");
  try {
    child = startChild([], place);
    await child.until(({ phase, watcher }) => phase === "watching" && watcher === "watching");
    for (let n = 0; n < 500; n++) {
      const log = n % logs.paths.length;
      const options = { session: sessionId(log), prefix: `burst_${n}_` };
      appendFileSync(logs.paths[log] ?? "", drawLog("12:00:00 msg read 1k write 1k out 3", options));
    }
    await child.until(counted(logs.truth().calls), 5_000);
  } finally {
    writeFileSync(QUEUE, before);
  }
  expect(child.errors()).toBe("");
});
