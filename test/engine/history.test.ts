import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catchUp } from "../../electron/engine/catch-up.ts";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { CORPUS, hasCorpus, NEEDS_CORPUS, truth } from "../corpus.ts";
import { drawLog } from "../transcript.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-history-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** All that a person can see of the history, apart from whether the logs are still there. */
function everything(root: string) {
  const session = openLedgerSession({ roots: [root], dataDir: join(home, "data") });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  catchUp(session, () => undefined);
  const range = { from: undefined, to: undefined, zone: "UTC" };
  const seen = {
    months: session.queries.report("month", range),
    sessions: session.queries.sessions().map((summary) => ({ ...summary, sourceGone: "either" })),
    events: session.queries.events(range),
  };
  session.close();
  return seen;
}

function logsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".jsonl"))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(!hasCorpus)(`history of the corpus ${NEEDS_CORPUS}`, () => {
  test("nothing counted is lost when logs are deleted, cut, stubbed, replaced or made anew", () => {
    const root = join(home, "logs");
    cpSync(CORPUS, root, { recursive: true });
    const before = everything(root);
    expect(before.months.totals.calls).toBe(truth().totals.calls);

    const stub = '{"type":"summary","summary":"cleared","leafUuid":"x"}\n';
    logsBelow(root).forEach((path, index) => {
      if (index % 4 === 0) rmSync(path);
      else if (index % 4 === 1) truncateSync(path, 0);
      else if (index % 4 === 2) {
        writeFileSync(`${path}.new`, stub);
        renameSync(`${path}.new`, path);
      } else {
        rmSync(path);
        writeFileSync(path, stub);
      }
    });
    expect(everything(root)).toEqual(before);
    rmSync(root, { recursive: true });
    mkdirSync(root);
    expect(everything(root)).toEqual(before);
    // And what is written anew at an old path counts, once.
    const path = join(root, "user-a", "projects", "p", "new.jsonl");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, drawLog("10:00:00  msg_new  read 1k  write 1k"));
    expect(everything(root).months.totals.calls).toBe(before.months.totals.calls + 1);
  });

  test("the months sum to the same in every time zone, and days are right where clocks change", () => {
    const session = openLedgerSession({ roots: [CORPUS], dataDir: join(home, "zones") });
    if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
    catchUp(session, () => undefined);
    const zones = [
      "UTC",
      "Europe/Lisbon",
      "Europe/Berlin",
      "America/New_York",
      "America/Los_Angeles",
      "America/St_Johns",
      "Asia/Kolkata",
      "Asia/Kathmandu",
      "Asia/Tokyo",
      "Australia/Lord_Howe",
      "Pacific/Kiritimati",
      "Etc/GMT+12",
    ];
    for (const zone of zones) {
      for (const by of ["month", "week", "day"] as const) {
        const { totals, rows } = session.queries.report(by, { from: undefined, to: undefined, zone });
        expect(
          rows.reduce((sum, row) => sum + row.totals.usage.cacheRead, 0),
          `${zone} ${by}`,
        ).toBe(truth().totals.cacheRead);
        expect(totals.calls).toBe(truth().totals.calls);
      }
      expectDaysByEachCall(
        zone,
        session.queries.report("day", { from: undefined, to: undefined, zone }).rows,
      );
    }
    session.close();
  });
});

/** Each call's own day, by its first line's time alone: no quarter hours, no buckets. */
function expectDaysByEachCall(
  zone: string,
  rows: readonly { key: string; totals: { calls: number } }[],
): void {
  firstTimes ??= timesOfCalls();
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const days = new Map<string, number>();
  for (const at of firstTimes) {
    const day = format.format(at);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  expect(new Map(rows.map(({ key, totals }) => [key, totals.calls])), zone).toEqual(
    new Map([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

let firstTimes: readonly number[] | undefined;

function timesOfCalls(): readonly number[] {
  const times = new Map<string, number>();
  for (const path of logsBelow(CORPUS)) {
    for (const line of readFileSync(path, "utf8").split("\n")) {
      const call = /"message":\{[^\n]*"usage"/.test(line) ? callIn(line) : undefined;
      if (call !== undefined) times.set(call.id, Math.min(times.get(call.id) ?? Infinity, call.at));
    }
  }
  return [...times.values()];
}

type Line = {
  readonly type?: string;
  readonly timestamp: string;
  readonly requestId?: string;
  readonly message?: { readonly id?: string; readonly model?: string; readonly usage?: object };
};

function callIn(line: string): { readonly id: string; readonly at: number } | undefined {
  const { type, timestamp, requestId, message } = JSON.parse(line) as Line;
  if (type !== "assistant" || message?.usage === undefined || message.model === "<synthetic>")
    return undefined;
  return { id: message.id ?? requestId ?? line, at: Date.parse(timestamp) };
}
