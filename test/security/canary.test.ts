import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { COMMAND_LINE, runCommand } from "../command/run-command.ts";
import { CANARY, SESSION, writeCanaryLogs } from "./canary-logs.ts";

// Security checks S12, S22, S32, S34, S36 (docs/security.md), and the promise of docs/privacy.md.

let folder = "";
const data = () => join(folder, "data");
const paths = () => ["--root", join(folder, "logs"), "--data", data()];
const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const RANGE = { from: undefined, to: undefined, zone: "UTC" };
const EXPORT = {
  ...RANGE,
  format: "json",
  hashProjects: false,
  overwrite: false,
  filter: { project: undefined, model: undefined, lane: undefined },
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-canary-"));
  const text = writeCanaryLogs(join(folder, "logs"), data(), DAY);
  expect(text.split(CANARY).length).toBeGreaterThan(30);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files below a folder that hold a text, by name; the log of the status line is Claude Code's own. */
function filesWith(text: string, place: string): readonly string[] {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(0);
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith("statusline.jsonl") && readFileSync(path).includes(text));
}

type Served = {
  readonly answers: ReadonlyMap<string, string>;
  readonly printed: string;
  readonly token: string;
};

/** Runs the built command, asks it everything that a page can ask, and returns all that it said. */
async function askEverything(): Promise<Served> {
  const [node, cli] = COMMAND_LINE;
  const env = { ...process.env, HOME: folder, USERPROFILE: folder };
  const child = spawn(node, [cli, "serve", "--no-open", ...paths()], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const url = new URL(line.toString().replace("Prefixwatch: ", "").trim());
  const token = url.hash.slice(3);
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const post = (path: string, body: unknown) =>
    fetch(url.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
  const answers = new Map<string, string>();

  const feed = (await post("/api/feed", {})).body?.getReader();
  let heard = "";
  const hear = async (wanted: string) => {
    while (!heard.includes(wanted)) {
      const piece = await feed?.read();
      if (piece === undefined || piece.done) throw new Error(`The feed ended before ${wanted}`);
      heard += Buffer.from(piece.value).toString();
    }
  };
  await hear('"phase":"watching"');
  const stream = /"stream":"([^"]+)"/.exec(heard)?.[1];
  for (const session of ["../../../etc/passwd", "%2e%2e/logs", `${SESSION}/../x`, "__proto__", SESSION])
    await post("/api/watch", { stream, session });
  await hear("msg_3");
  answers.set("feed", heard);
  await feed?.cancel();

  const today = new Date().toISOString().slice(0, 10);
  const none = EXPORT.filter;
  const questions: readonly ({ readonly kind: string } & Readonly<Record<string, unknown>>)[] = [
    { kind: "invalidations", ...RANGE },
    ...["kind", "model", "project", "lane"].map((split) => ({
      kind: "months",
      ...RANGE,
      split,
      filter: none,
      today,
    })),
    {
      kind: "months",
      ...RANGE,
      split: "kind",
      filter: { ...none, project: "'; DROP TABLE call; --" },
      today,
    },
    { kind: "calendar", ...RANGE, filter: { ...none, model: "' OR 1=1 --" } },
    { kind: "calendar", ...RANGE, filter: none },
    { kind: "day", day: DAY, zone: "UTC", filter: none },
    { kind: "sources" },
    { kind: "settings" },
    { kind: "verify" },
  ];
  for (const question of questions) {
    const answer = await post("/api/ask", question);
    expect([question.kind, answer.status]).toEqual([question.kind, 200]);
    answers.set(`${question.kind} ${answers.size}`, await answer.text());
  }
  child.kill("SIGTERM");
  await once(child, "exit");
  return { answers, printed, token };
}

describe("no word of a prompt, a reply or a tool", () => {
  let served: Served | undefined;
  beforeAll(async () => {
    served = await askEverything();
  }, 60_000);

  test("is in any answer to the page, and there are answers", () => {
    const answers = [...(served?.answers ?? [])];
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter(([, text]) => text.includes(CANARY)).map(([name]) => name)).toEqual([]);
    // They are about this very log.
    expect(answers.filter(([, text]) => text.includes(SESSION)).length).toBeGreaterThan(2);
  });

  test("is printed, and neither is the token a second time", () => {
    expect(served?.printed).not.toContain(CANARY);
    expect(served?.printed).not.toContain(served?.token);
  });

  test("is in the ledger, its backup, or anything else in the data folder", () => {
    // On its first day the program makes none by itself.
    const session = openLedgerSession({ roots: [join(folder, "logs")], dataDir: data() });
    if (session.kind !== "ledger-session") throw new Error(session.kind);
    session.backUp();
    session.close();
    expect(filesWith("SQLite format 3", data()).some((path) => path.includes("backups"))).toBe(true);
    expect(filesWith(SESSION, data()).length).toBeGreaterThan(1);
    expect(filesWith(CANARY, data())).toEqual([]);
    expect(filesWith(served?.token ?? "no token", data())).toEqual([]);
  });

  test("is in any export", () => {
    mkdirSync(join(folder, "exports"));
    for (const what of ["usage", "calls", "sessions", "events"])
      for (const format of ["csv", "json", "parquet"]) {
        const out = join(folder, "exports", format === "parquet" ? `${what}-parquet` : `${what}.${format}`);
        const { code, stderr } = runCommand([
          "export",
          "--what",
          what,
          "--format",
          format,
          "--out",
          out,
          ...paths(),
        ]);
        expect([what, format, code, stderr]).toEqual([what, format, 0, ""]);
      }
    expect(filesWith(CANARY, join(folder, "exports"))).toEqual([]);
    expect(filesWith(SESSION, join(folder, "exports")).length).toBeGreaterThan(3);
  });

  test("is said by any command", () => {
    const commands = [
      "report --by session",
      "report --by cause --format json",
      "events --format json",
      "events",
      "doctor",
      "verify",
    ];
    for (const command of commands) {
      const { stdout, stderr } = runCommand([...command.split(" "), ...paths()]);
      expect([command, stdout.length > 50, (stdout + stderr).includes(CANARY)]).toEqual([
        command,
        true,
        false,
      ]);
    }
  });
});
