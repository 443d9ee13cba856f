import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exactCount } from "../../shared/format.ts";
import { healthy, json, startFakeApi, type FakeApi } from "./fake-api.ts";
import { COMMAND_LINE, type Ran } from "./run-command.ts";

const SECRET = "a private question";
const REQUEST = {
  model: "claude-opus-5",
  max_tokens: 8_000,
  temperature: 0.5,
  stream: true,
  metadata: { user_id: "someone" },
  betas: ["context-1m-2025-08-07"],
  thinking: { type: "enabled", budget_tokens: 4_000 },
  system: [{ type: "text", text: SECRET, cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: SECRET }],
};

let home: string;
let api: FakeApi;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "prefixwatch-compare-"));
  writeFileSync(join(home, "request.json"), JSON.stringify(REQUEST));
  api = await startFakeApi();
});
afterEach(() => {
  api.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Not the synchronous runner: the server lives in this process. */
function compare(
  args: readonly string[],
  env: NodeJS.ProcessEnv = { ANTHROPIC_API_KEY: "key-one" },
): Promise<Ran> {
  const [node, cli] = COMMAND_LINE;
  const all = [cli, "compare-tokens", `--data=${join(home, "data")}`, ...args];
  const { ANTHROPIC_API_KEY: _, ...rest } = process.env;
  return new Promise((resolve) => {
    const child = execFile(node, all, { env: { ...rest, ...env } }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

function rows(): readonly unknown[] {
  const path = join(home, "data", "ledger.sqlite");
  if (!existsSync(path)) return [];
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare("SELECT * FROM token_comparison ORDER BY id").all();
  } finally {
    db.close();
  }
}

const request = () => `--request=${join(home, "request.json")}`;

test("without --yes it says what it would send, and sends nothing", async () => {
  const { code, stdout, stderr } = await compare([request(), `--base-url=${api.base}`, "--keys=ONE,TWO"]);
  expect({ code, stdout, heard: api.heard }).toEqual({ code: 2, stdout: "", heard: [] });
  expect(stderr).toContain(`to ${api.base.slice("http://".length)}, 4 requests in all`);
  expect(stderr).toMatch(/\d+\sB to http:.*\/v1\/messages\/count_tokens\n/);
  expect(stderr).toContain("only command of Prefixwatch that uses the network");
  expect(stderr).toContain("--yes");
  expect(rows()).toEqual([]);
});

test("both requests are sent for each key, stripped as the API wants them, and the difference is told", async () => {
  const env = { ONE: "key-one", TWO: "key-two" };
  const { code, stdout, stderr } = await compare(
    [request(), `--base-url=${api.base}`, "--keys=ONE,TWO", "--yes"],
    env,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { model, system, messages, temperature, metadata } = REQUEST;
  expect(api.heard.map(({ path, body }) => ({ path, body }))).toEqual(
    [1, 2].flatMap(() => [
      { path: "/v1/messages/count_tokens", body: { model, system, messages } },
      { path: "/v1/messages", body: { model, system, messages, temperature, metadata, max_tokens: 1 } },
    ]),
  );
  expect(api.heard.map(({ headers }) => [headers["x-api-key"], headers["anthropic-beta"]])).toEqual([
    ["key-one", REQUEST.betas[0]],
    ["key-one", REQUEST.betas[0]],
    ["key-two", REQUEST.betas[0]],
    ["key-two", REQUEST.betas[0]],
  ]);
  const cells = stdout.split("\n").map((line) => line.split(/ {2,}/));
  const [tenK, elevenK, more, written] = [10_000, 11_000, 1_000, 9_980].map(exactCount);
  expect(cells[1]?.slice(0, 8)).toEqual(["ONE", "claude-opus-5", tenK, tenK, "20", "0", written, "0"]);
  const billed = ["TWO", "claude-opus-5", tenK, elevenK, exactCount(1_020), "0", written, `+${more}`];
  expect(cells[2]?.slice(0, 8)).toEqual(billed);
  expect(cells[2]?.[8]).toMatch(/^\+10\.0\s%$/);
});

test("the figures are kept, the request and the keys are not", async () => {
  await compare([request(), `--base-url=${api.base}`, "--yes"]);
  expect(rows()).toEqual([
    {
      id: 1,
      at: expect.any(Number) as number,
      model: "claude-opus-5",
      host: api.base.slice("http://".length),
      counted: 10_000,
      uncached: 20,
      read: 0,
      written: 9_980,
    },
  ]);
  for (const name of readdirSync(join(home, "data"))) {
    const bytes = readFileSync(join(home, "data", name));
    expect([name, bytes.includes(SECRET), bytes.includes("key-one")]).toEqual([name, false, false]);
  }
});

test("a refusal of the API is told with its status, and the other key is asked all the same", async () => {
  api.answer = (one, response) =>
    one.headers["x-api-key"] === "key-one"
      ? json(response, 401, {
          type: "error",
          error: { type: "authentication_error", message: "invalid x-api-key" },
        })
      : healthy(one, response);
  const env = { ONE: "key-one", TWO: "key-two" };
  const { code, stdout, stderr } = await compare(
    [request(), `--base-url=${api.base}`, "--keys=ONE,TWO", "--yes"],
    env,
  );
  expect(code).toBe(1);
  expect(stderr).toBe(
    "prefixwatch compare-tokens: ONE: v1/messages/count_tokens answered 401: authentication_error, invalid x-api-key\n",
  );
  expect(stdout).toContain("TWO");
  expect(rows()).toHaveLength(1);
});

test("a redirect is not followed, so no key leaves for another host", async () => {
  api.answer = (_, response) => response.writeHead(307, { location: `${api.base}/elsewhere` }).end();
  const { code } = await compare([request(), `--base-url=${api.base}`, "--yes"]);
  expect({ code, asked: api.heard.map(({ path }) => path) }).toEqual({
    code: 1,
    asked: ["/v1/messages/count_tokens"],
  });
});

test.each([
  ["no request", [], "--request wants"],
  ["plain http to another machine", ["--base-url=http://api.example"], "--base-url wants"],
  ["an address with a password", ["--base-url=https://me:pw@api.example"], "--base-url wants"],
  ["no address", ["--base-url=api.example"], "--base-url wants"],
  ["a key in place of its name", ["--keys=sk-ant-api03-x"], "--keys wants names"],
])("%s is misuse", async (name, args, text) => {
  const { code, stderr } = await compare([...(name === "no request" ? [] : [request()]), "--yes", ...args]);
  expect({ code, told: stderr.includes(text), heard: api.heard }).toEqual({ code: 2, told: true, heard: [] });
  expect(stderr).not.toContain("sk-ant");
});

test.each([
  ["a file that is not there", undefined, "cannot be used: ENOENT"],
  ["no JSON", "model: x", "it is not JSON"],
  ["a list", "[]", "it is not a JSON object"],
  ["no model", '{"messages":[]}', "it names no model"],
  ["no messages", '{"model":"claude-opus-5"}', "it has no list of messages"],
])("%s is no request", async (_, text, told) => {
  const path = join(home, "other.json");
  if (text !== undefined) writeFileSync(path, text);
  const { code, stderr } = await compare([`--request=${path}`, `--base-url=${api.base}`, "--yes"]);
  expect({ code, told: stderr.includes(told), heard: api.heard }).toEqual({ code: 1, told: true, heard: [] });
});

test("a variable without a key is named", async () => {
  const { code, stderr } = await compare([request(), `--base-url=${api.base}`, "--yes"], {});
  expect({ code, told: stderr.includes("ANTHROPIC_API_KEY"), heard: api.heard }).toEqual({
    code: 1,
    told: true,
    heard: [],
  });
});
