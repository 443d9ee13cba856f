import { createServer } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { MAX_STREAMS } from "../../electron/host/api.ts";
import { MAX_BODY } from "../../electron/host/read-json.ts";
import { GivenHost, JSON_TYPE } from "./given-host.ts";

// Security checks S5, S23: docs/security.md.

const given = new GivenHost();

describe("malformed input", () => {
  test("500 broken requests leave it running, and none of them an error behind", async () => {
    const errors: unknown[] = [];
    const note = (error: unknown) => errors.push(error);
    process.on("unhandledRejection", note);
    process.on("uncaughtExceptionMonitor", note);
    const parts = [
      "GET ",
      "POST /api/feed ",
      "HTTP/1.1\r\n",
      "\r\n",
      "Host: ",
      "Host:\r\n",
      given.ownHost,
      given.bearer(),
      "\0",
      "\t",
    ];
    parts.push(
      "\xff\xfe",
      "Origin: [\r\n",
      "Origin: http://[::\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 9e9\r\n",
    );
    parts.push(
      "Transfer-Encoding: chunked\r\n",
      "ffffffffffffffff\r\n",
      "%",
      "/%zz",
      "//",
      "http://[",
      "Expect: 100-continue\r\n",
    );
    parts.push(
      "Sec-Fetch-Site: \r\n",
      `${"x".repeat(20_000)}\r\n`,
      "Authorization\r\n",
      ":\r\n",
      " folded\r\n",
    );
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 25; round += 1)
      await Promise.all(
        Array.from({ length: 20 }, () => {
          const request = Array.from({ length: 1 + next(12) }, () => parts[next(parts.length)]).join("");
          return given.send(Buffer.from(request, "latin1"), 60);
        }),
      );
    process.off("unhandledRejection", note);
    process.off("uncaughtExceptionMonitor", note);
    expect(errors).toEqual([]);
    expect((await given.get("/")).status).toBe(200);
  });

  test.each([
    "",
    "{",
    "[]",
    "null",
    '"x"',
    '{"stream":5}',
    '{"stream":"x","session":5}',
    '{"stream":"x","session":null}',
    '{"stream":"x","more":1}',
    `{"stream":"x","session":"${"x".repeat(257)}"}`,
    `{"stream":"${"x".repeat(65)}"}`,
    "[".repeat(60_000),
  ])("a watch request with body %.40s is refused", async (body) => {
    expect((await given.post("/api/watch", body, given.bearer(), JSON_TYPE)).status).toBe(400);
  });
});

describe("limits", () => {
  test("a body of more than 64 KB, announced or not, is not read", async () => {
    const large = " ".repeat(MAX_BODY + 1);
    expect((await given.post("/api/feed", large, given.bearer(), JSON_TYPE)).status).toBe(413);
    const chunked = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const headers = [
      given.ownHost,
      given.bearer(),
      JSON_TYPE,
      "Transfer-Encoding: chunked",
      "Connection: close",
    ];
    const raw = `POST /api/feed HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n${chunked}`;
    expect((await given.send(raw)).status).toBe(413);
    expect((await given.get("/", `X-Long: ${"x".repeat(17_000)}`)).status).toBe(400);
  });

  test("a ninth stream is refused until one ends", async () => {
    const feeds = [];
    for (let n = 0; n < MAX_STREAMS; n += 1) feeds.push(await given.openFeed());
    expect((await given.openFeed()).status()).toBe(503);
    feeds[0]?.socket.destroy();
    await vi.waitFor(() => expect(given.engine.listeners).toBe(MAX_STREAMS - 1));
    expect((await given.openFeed()).status()).toBe(200);
  });

  test("the 101st connection is closed", async () => {
    const open = Array.from({ length: 100 }, () => given.connect());
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    expect((await given.get("/")).status).toBe(0);
    open[0]?.destroy();
    await vi.waitFor(async () => expect((await given.get("/")).status).toBe(200));
  });

  test("headers that never end are given ten seconds", { timeout: 20_000 }, async () => {
    const begun = performance.now();
    const slow = await given.send(`GET / HTTP/1.1\r\n${given.ownHost}\r\nX: `, 18_000);
    expect(slow.status).toBe(408);
    expect(performance.now() - begun).toBeLessThan(14_000);
  });

  test("a reader that does not read costs no memory, and gets a reset when it reads again", async () => {
    const feed = await given.openFeed();
    feed.socket.pause();
    const before = given.engine.connects;
    const text = "x".repeat(100_000);
    for (let n = 0; n < 300 && given.engine.listeners > 0; n += 1) {
      given.engine.send({
        kind: "update",
        sessions: [],
        changed: { notices: [{ id: String(n), level: "info", text }] },
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(given.engine.listeners).toBe(0);
    feed.socket.resume();
    await vi.waitFor(() => expect(given.engine.connects).toBe(before + 1));
    given.engine.call("one");
    await vi.waitFor(() => expect(feed.text()).toContain('"calls":4'), { timeout: 10_000 });
    expect(feed.text().match(/"kind":"reset"/g)).toHaveLength(2);
  });

  test("stop ends open feeds and lets go of the engine", async () => {
    const feed = await given.openFeed();
    const closed = new Promise((resolve) => feed.socket.once("close", resolve));
    await given.host.stop();
    await closed;
    expect(given.engine.listeners).toBe(0);
    const free = createServer().listen(given.port, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    await new Promise((resolve) => free.close(resolve));
  });
});

test("a connection on which nothing was asked in its time is ended with 408, after which a browser asks again", async () => {
  const socket = given.connect();
  const said = await new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("close", () => resolve(text));
  });
  expect(said).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
}, 60_000);
