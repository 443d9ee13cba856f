import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countTwice } from "../engine/count-twice.ts";
import { fixture } from "../fold-log.ts";
import { drawLog } from "../transcript.ts";
import { runCommand } from "./run-command.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-formats-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(command: string, root: string, ...more: readonly string[]) {
  return runCommand([command, `--root=${root}`, `--data=${join(home, "data")}`, ...more]);
}

test("one file of another program is reported by --root, whatever it is called", () => {
  const path = join(home, "agent-events.log");
  writeFileSync(path, fixture("matrix/2026-04-04.jsonl"));
  const events = run("events", path, "--format=json");
  expect(JSON.parse(events.stdout)).toMatchObject({
    rows: [{ cause: "ttl-or-server", lost: 220_709, model: "claude-opus-4-6" }],
  });
  expect(JSON.parse(run("report", path, "--format=json").stdout)).toMatchObject({
    totals: { calls: 4, cacheRead: 220_100 + 220_509 + 284_794, output: 354 },
  });
  expect(run("verify", path)).toMatchObject({ code: 0, stderr: "" });
});

test("verify counts every format again, and finds what the ledger has wrong", () => {
  const root = join(home, "logs");
  mkdirSync(root);
  for (const name of ["volatile-prefix", "permanent-write", "same-hash-miss", "pinned", "gateway-uncached"]) {
    writeFileSync(join(root, `${name}.jsonl`), fixture(`api-usage/${name}.jsonl`));
  }
  writeFileSync(join(root, "run.jsonl"), fixture("stream-json/run.jsonl"));
  const { code, stdout } = run("verify", root);
  expect({ code, equal: stdout.includes("\nEqual.\n") }).toEqual({ code: 0, equal: true });
});

test("usage with a type, a session and a time in other programs' names is counted, and found again", () => {
  const root = join(home, "logs");
  mkdirSync(root);
  const usage = { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 3_000 };
  const lines = (named: object) =>
    [1, 2].map((n) => `${JSON.stringify({ ...named, model: "claude-opus-5", usage, n })}\n`).join("");
  writeFileSync(join(root, "session.jsonl"), lines({ type: "llm_call", sessionId: "a" }));
  writeFileSync(join(root, "trace.jsonl"), lines({ type: "llm_call", traceId: "b", ts: 1_786_149_113_901 }));
  writeFileSync(join(root, "camel.jsonl"), lines({ sessionId: "c", createdAt: "2026-08-08T00:31:53.907Z" }));
  const result = { type: "result", subtype: "success", session_id: "d", usage };
  writeFileSync(join(root, "stray.jsonl"), `${lines({ session: "d" })}${JSON.stringify(result)}\n`);
  expect(JSON.parse(run("report", root, "--format=json").stdout)).toMatchObject({
    totals: { calls: 8, cacheRead: 8 * 3_000 },
  });
  const { code, stdout } = run("verify", root);
  expect({ code, equal: stdout.includes("\nEqual.\n") }).toEqual({ code: 0, equal: true });
});

test("verify says so, and fails, when the ledger counts a call of a log twice", () => {
  const root = join(home, "session.jsonl");
  const log = drawLog("10:00:00  msg_1  read 0  write 30k  in 3  out 20");
  writeFileSync(root, log);
  expect(run("verify", root)).toMatchObject({ code: 0 });
  countTwice(join(home, "data"), "msg_1", log.indexOf("\n") + 1);
  const { code, stdout } = run("verify", root);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Calls? +2 +1 +1$/im);
  expect(stdout).toContain(
    "1 call of the ledger found in these logs, but not counted by the second reader.\n",
  );
});

test("doctor names lines of no known form by their fields, and never what is in them", () => {
  const root = join(home, "logs");
  mkdirSync(root);
  const path = join(root, "app.jsonl");
  writeFileSync(path, `${fixture("api-usage/pinned.jsonl")}{"msg":"a secret","level":"info"}\n`);
  const { stdout } = run("doctor", root);
  expect(stdout).toContain("Unknown form 1 line with the fields level, msg\n");
  expect(stdout).not.toContain("secret");
  expect(readFileSync(join(home, "data", "ledger.sqlite")).includes("a secret")).toBe(false);
});
