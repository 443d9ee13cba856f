import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_STREAMS } from "../../electron/host/api.ts";
import { startHost, type Host } from "../../electron/host/host.ts";
import { MAX_BODY } from "../../electron/host/read-json.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";
import { FakeEngine } from "./fake-engine.ts";
import { rawRequest, sendRaw } from "./raw-http.ts";
import { listening, PAGE } from "./surroundings.ts";

let engine: FakeEngine;
let host: Host;
let token: string;
const sockets: Socket[] = [];

beforeEach(async () => {
  engine = new FakeEngine();
  host = await listening(startHost({ bridge: engine.bridge, assets: PAGE, slowDown: 50 }));
  token = host.url.split("#t=")[1] ?? "";
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await host.stop();
});

const ownHost = () => `Host: 127.0.0.1:${host.port}`;
const bearer = (value = token) => `Authorization: Bearer ${value}`;
const JSON_TYPE = "Content-Type: application/json";

function get(path: string, ...headers: string[]) {
  return sendRaw(host.port, rawRequest(`GET ${path}`, [ownHost(), ...headers]));
}

function post(path: string, body: string, ...headers: string[]) {
  return sendRaw(host.port, rawRequest(`POST ${path}`, [ownHost(), ...headers], body));
}

/** Opens a feed and leaves it open; what came so far. */
async function openFeed() {
  const socket = connect({ host: "127.0.0.1", port: host.port });
  sockets.push(socket);
  let text = "";
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.write(rawRequest("POST /api/feed", [ownHost(), bearer(), JSON_TYPE], "{}"));
  await vi.waitFor(() => expect(text).not.toBe(""));
  return { socket, text: () => text, status: () => Number(text.split(" ")[1]) };
}

describe("where it listens", () => {
  test.runIf(process.platform === "linux")("on 127.0.0.1 alone", () => {
    const hex = host.port.toString(16).toUpperCase().padStart(4, "0");
    const listeners = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) =>
      readFileSync(table, "utf8")
        .split("\n")
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
        .map(([, local]) => local),
    );
    expect(listeners).toEqual([`0100007F:${hex}`]);
  });

  test("a taken port is said, and nothing is taken over", async () => {
    const again = await startHost({ bridge: engine.bridge, assets: PAGE, port: host.port });
    expect(again).toEqual({ kind: "port-taken", port: host.port });
  });

  test("each launch has another token of 256 bits", async () => {
    const other = await listening(startHost({ bridge: engine.bridge, assets: PAGE }));
    const tokens = [token, other.url.split("#t=")[1] ?? ""];
    await other.stop();
    expect(tokens.map((text) => Buffer.from(text, "base64url").length)).toEqual([32, 32]);
    expect(new Set(tokens).size).toBe(2);
  });
});

describe("who may ask", () => {
  test.each([
    ["127.0.0.1:PORT", 200],
    ["localhost:PORT", 200],
    ["LOCALHOST:PORT", 403],
    ["127.0.0.1", 403],
    ["localhost", 403],
    ["127.0.0.1:1", 403],
    ["127.0.0.1:PORT0", 403],
    ["127.0.0.1.:PORT", 403],
    ["localhost.:PORT", 403],
    ["127.1:PORT", 403],
    ["2130706433:PORT", 403],
    ["0.0.0.0:PORT", 403],
    ["[::1]:PORT", 403],
    ["[::ffff:127.0.0.1]:PORT", 403],
    ["evil.test", 403],
    ["evil.test:PORT", 403],
    ["127.0.0.1:PORT.evil.test", 403],
    ["127.0.0.1:PORT@evil.test", 403],
    ["evil.test@127.0.0.1:PORT", 403],
    ["127.0.0.1:PORT,evil.test", 403],
    ["127.0.0.1:PORT/", 403],
    ["127.0.0.1:PORT\t x", 403],
    ["", 403],
  ])("Host %j gets %i", async (value, status) => {
    const answer = await sendRaw(
      host.port,
      rawRequest("GET /", [`Host: ${value.replace("PORT", String(host.port))}`]),
    );
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer.body).toBe("");
  });

  test("no Host, or two, get nothing", async () => {
    const none = await sendRaw(host.port, "GET / HTTP/1.0\r\n\r\n");
    const two = await sendRaw(host.port, rawRequest("GET /", [ownHost(), "Host: evil.test"]));
    const twice = await sendRaw(host.port, rawRequest("GET /", [ownHost(), ownHost()]));
    expect([none.status, two.status, twice.status].every((status) => status === 403 || status === 400)).toBe(true);
    expect([none.body, two.body, twice.body]).toEqual(["", "", ""]);
  });

  const OWN = "http://127.0.0.1:PORT";
  test.each([
    [OWN, 200],
    ["http://localhost:PORT", 403],
    ["null", 403],
    ["", 403],
    ["https://127.0.0.1:PORT", 403],
    ["http://127.0.0.1:1", 403],
    ["http://127.0.0.1", 403],
    ["http://127.0.0.1:PORT.evil.test", 403],
    ["http://127.0.0.1:PORT/", 403],
    ["HTTP://127.0.0.1:PORT", 403],
    ["file://", 403],
    ["http://evil.test", 403],
    ["chrome-extension://abcdefgh", 403],
    ["vscode-webview://x", 403],
  ])("Origin %j gets %i, with the token as well", async (value, status) => {
    const origin = `Origin: ${value.replace("PORT", String(host.port))}`;
    expect((await get("/", origin)).status).toBe(status);
    const api = await post("/api/watch", '{"stream":"x"}', bearer(), JSON_TYPE, origin);
    expect(api.status).toBe(status === 200 ? 404 : status);
  });

  test("two Origins are one too many", async () => {
    const own = `Origin: http://127.0.0.1:${host.port}`;
    expect((await get("/", own, own)).status).toBe(403);
  });

  test.each([
    ["same-origin", "cors", "empty", "/", 200],
    ["none", "navigate", "document", "/", 200],
    ["none", "navigate", "document", "/assets/page.js", 200],
    ["none", "cors", "empty", "/", 403],
    ["same-site", "cors", "empty", "/", 403],
    ["same-site", "no-cors", "script", "/assets/page.js", 403],
    ["cross-site", "no-cors", "image", "/", 403],
    ["cross-site", "navigate", "iframe", "/", 403],
    ["same-site", "navigate", "iframe", "/", 403],
    // The page holds nothing; a link to it in a web terminal has to work.
    ["cross-site", "navigate", "document", "/", 200],
    ["cross-site", "navigate", "document", "/assets/page.js", 403],
    ["cross-site", "navigate", "document", "/api/feed", 403],
    ["", "", "", "/", 403],
  ])("Sec-Fetch-Site %s, mode %s, for a %s, path %s gets %i", async (site, mode, dest, path, status) => {
    const answer = await get(path, `Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, `Sec-Fetch-Dest: ${dest}`);
    expect(answer.status).toBe(status);
  });

  test("a form of another site cannot post", async () => {
    const form = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
    expect((await post("/", "a=b", ...form)).status).toBe(403);
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
      expect((await post("/api/feed", "{}", bearer(), `Content-Type: ${type}`)).status).toBe(415);
  });

  test("OPTIONS is refused and no answer mentions CORS", async () => {
    const preflight = await sendRaw(
      host.port,
      rawRequest("OPTIONS /api/feed", [ownHost(), "Access-Control-Request-Method: POST"]),
    );
    expect(preflight.status).toBe(403);
    for (const answer of [preflight, await get("/"), await post("/api/watch", '{"stream":"x"}', bearer(), JSON_TYPE)])
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("the token", () => {
  const wrong = (): readonly (string | undefined)[] => [
    undefined,
    "Authorization: ",
    "Authorization: Bearer",
    "Authorization: Bearer ",
    `Authorization: ${token}`,
    `Authorization: bearer ${token}`,
    `Authorization: Basic ${token}`,
    bearer(token.slice(1)),
    bearer(token.slice(0, -1)),
    bearer(`${token}A`),
    bearer((token.startsWith("A") ? "B" : "A") + token.slice(1)),
    bearer(token.toUpperCase()),
    bearer("undefined"),
    bearer("\u00e4".repeat(43)),
    `Cookie: token=${token}`,
  ];

  test("each route of the table is closed without it", async () => {
    expect(host.routes.length).toBeGreaterThan(1);
    const paths = [...host.routes.map(({ path }) => path), "/api", "/api/", "/api/none", "/api/feed/", "/api/feed?t=x"];
    for (const path of paths) {
      expect(path).toMatch(/^\/api(\/|$)/);
      for (const header of wrong().slice(0, 4)) {
        const headers = header === undefined ? [JSON_TYPE] : [header, JSON_TYPE];
        expect([path, header, (await post(path, "{}", ...headers)).status]).toEqual([path, header, 401]);
      }
      expect((await get(path)).status).toBe(401);
      expect((await get(`${path}?t=${token}`)).status).toBe(401);
    }
    expect(engine.connects).toBe(0);
  });

  test("only all of it opens, and many wrong guesses slow down the guesser alone", async () => {
    for (const header of [...wrong(), ...wrong()])
      expect((await post("/api/feed", "{}", ...(header === undefined ? [] : [header]), JSON_TYPE)).status).toBe(401);
    const begun = performance.now();
    const [, guessed, asked] = await Promise.all([
      Promise.resolve(),
      post("/api/feed", "{}", bearer("guess"), JSON_TYPE).then(() => performance.now() - begun),
      post("/api/watch", '{"stream":"x"}', bearer(), JSON_TYPE).then(() => performance.now() - begun),
    ]);
    expect(guessed).toBeGreaterThan(45);
    expect(asked).toBeLessThan(guessed);
  });

  test("is in no answer, and the page holds no data", async () => {
    const answers = [await get("/"), await get("/assets/page.js"), await get("/none"), await post("/api/feed", "{}")];
    for (const { headers, body } of answers) {
      expect(JSON.stringify([...headers]) + body).not.toContain(token);
      expect(headers.has("set-cookie")).toBe(false);
    }
    expect(process.argv.join(" ") + process.title + JSON.stringify(process.env)).not.toContain(token);
  });
});

describe("what is sent", () => {
  test("the same strict headers are on every answer", async () => {
    const feed = await openFeed();
    const answers = [
      await get("/"),
      await get("/assets/page.js"),
      await get("/none"),
      await get("/api/feed"),
      await get("/api/feed", bearer()),
      await get("/api/none", bearer()),
      await post("/api/feed", "{", bearer(), JSON_TYPE),
      await post("/api/watch", '{"stream":"x"}', bearer(), JSON_TYPE),
      await post("/api/feed", "x".repeat(MAX_BODY + 1), bearer(), JSON_TYPE),
      await get("/", "Origin: http://evil.test"),
      await get("/", "Expect: something"),
      await post("/api/feed", "{}", bearer(), JSON_TYPE, "Expect: 100-continue"),
      await get("/", "Connection: Upgrade", "Upgrade: websocket"),
      await sendRaw(host.port, "nonsense\r\n\r\n"),
      await sendRaw(host.port, rawRequest("CONNECT evil.test:443", [ownHost()])),
    ];
    const open = feed.text().toLowerCase();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      expect(answers.map(({ headers }) => headers.get(name.toLowerCase()))).toEqual(answers.map(() => value));
      expect(open).toContain(`${name}: ${value}\r\n`.toLowerCase());
    }
    expect(answers.map(({ status }) => status)).toEqual([
      200, 200, 404, 401, 405, 404, 400, 404, 413, 403, 417, 417, 400, 400, 400,
    ]);
    for (const { status, body } of answers) if (status !== 200) expect(body).toBe("");
  });

  test.each([
    ...["/..", "/../etc/passwd", "/assets/../index.html", "/assets/..%2findex.html", "/%2e%2e/etc/passwd"],
    ...["/%2e%2e%2f%2e%2e%2fetc/passwd", "/..%5c..%5cwindows", "/..\\..\\windows", "/%00", "/index.html%00"],
    ...["/index.html%00.js", "//index.html", "//evil.test/", "///etc/passwd", "/./index.html", "/index.html/"],
    ...["/index.html/.", "/INDEX.HTML", "/index.html::$DATA", "/index.html.", "/index.html%20", "/assets"],
    ...["/assets/", "/assets/page.js.map", "/assets/page.js;x", "/%69ndex.html", "/constructor", "/__proto__"],
    ...["/toString", "/c:/windows/win.ini", "/C:%5cwindows", "/proc/self/environ", "/.git/config", "/package.json"],
    ...["/#/index.html", "http://evil.test/", "http://127.0.0.1/index.html", "*", "index.html", "/\u00e4"],
    ...["/%c0%ae%c0%ae/etc/passwd", "/%252e%252e/etc/passwd", "/;/index.html", "/assets//page.js", "/?/../x/.."],
  ])("target %s reads no file", async (target) => {
    const answer = await get(target);
    expect(target.startsWith("/?") ? [404, 400, 200] : [404, 400]).toContain(answer.status);
    expect(answer.body).not.toMatch(/root:|\[extensions\]|PATH=/);
  });

  test("a feed names its stream, then sends one message a line", async () => {
    const feed = await openFeed();
    engine.call("one");
    await vi.waitFor(() => expect(feed.text()).toContain('"kind":"update"'));
    expect(feed.text()).toMatch(/"kind":"hello","stream":"[\w-]{22}"\}\n/);
    expect(feed.text()).toContain("Content-Type: application/x-ndjson");
  });
});

describe("malformed input", () => {
  test("500 broken requests leave it running, and none of them an error behind", async () => {
    const errors: unknown[] = [];
    const note = (error: unknown) => errors.push(error);
    process.on("unhandledRejection", note);
    process.on("uncaughtExceptionMonitor", note);
    const parts = ["GET ", "POST /api/feed ", "HTTP/1.1\r\n", "\r\n", "Host: ", "Host:\r\n", ownHost(), bearer(), "\0", "\t"];
    parts.push("\xff\xfe", "Origin: [\r\n", "Origin: http://[::\r\n", "Content-Length: -1\r\n", "Content-Length: 9e9\r\n");
    parts.push("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n", "%", "/%zz", "//", "http://[", "Expect: 100-continue\r\n");
    parts.push("Sec-Fetch-Site: \r\n", `${"x".repeat(20_000)}\r\n`, "Authorization\r\n", ":\r\n", " folded\r\n");
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < 25; round += 1)
      await Promise.all(
        Array.from({ length: 20 }, () => {
          const request = Array.from({ length: 1 + next(12) }, () => parts[next(parts.length)]).join("");
          return sendRaw(host.port, Buffer.from(request, "latin1"), 60);
        }),
      );
    process.off("unhandledRejection", note);
    process.off("uncaughtExceptionMonitor", note);
    expect(errors).toEqual([]);
    expect((await get("/")).status).toBe(200);
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
    expect((await post("/api/watch", body, bearer(), JSON_TYPE)).status).toBe(400);
  });
});

describe("limits", () => {
  test("a body of more than 64 KB, announced or not, is not read", async () => {
    const large = " ".repeat(MAX_BODY + 1);
    expect((await post("/api/feed", large, bearer(), JSON_TYPE)).status).toBe(413);
    const chunked = `${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
    const headers = [ownHost(), bearer(), JSON_TYPE, "Transfer-Encoding: chunked", "Connection: close"];
    const raw = `POST /api/feed HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n${chunked}`;
    expect((await sendRaw(host.port, raw)).status).toBe(413);
    expect((await get("/", `X-Long: ${"x".repeat(17_000)}`)).status).toBe(400);
  });

  test("a ninth stream is refused until one ends", async () => {
    const feeds = [];
    for (let n = 0; n < MAX_STREAMS; n += 1) feeds.push(await openFeed());
    expect((await openFeed()).status()).toBe(503);
    feeds[0]?.socket.destroy();
    await vi.waitFor(() => expect(engine.listeners).toBe(MAX_STREAMS - 1));
    expect((await openFeed()).status()).toBe(200);
  });

  test("the 101st connection is closed", async () => {
    const open = Array.from({ length: 100 }, () => connect({ host: "127.0.0.1", port: host.port }));
    sockets.push(...open);
    await Promise.all(open.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    expect((await get("/")).status).toBe(0);
    open[0]?.destroy();
    await vi.waitFor(async () => expect((await get("/")).status).toBe(200));
  });

  test("headers that never end are given ten seconds", { timeout: 20_000 }, async () => {
    const begun = performance.now();
    const slow = await sendRaw(host.port, `GET / HTTP/1.1\r\n${ownHost()}\r\nX: `, 18_000);
    expect(slow.status).toBe(400);
    expect(performance.now() - begun).toBeLessThan(14_000);
  });

  test("a reader that does not read costs no memory, and gets a reset when it reads again", async () => {
    const feed = await openFeed();
    feed.socket.pause();
    const before = engine.connects;
    const text = "x".repeat(100_000);
    for (let n = 0; n < 300 && engine.listeners > 0; n += 1) {
      engine.send({ kind: "update", sessions: [], changed: { notices: [{ id: String(n), level: "info", text }] } });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(engine.listeners).toBe(0);
    feed.socket.resume();
    await vi.waitFor(() => expect(engine.connects).toBe(before + 1));
    engine.call("one");
    await vi.waitFor(() => expect(feed.text()).toContain('"calls":4'), { timeout: 10_000 });
    expect(feed.text().match(/"kind":"reset"/g)).toHaveLength(2);
  });

  test("stop ends open feeds and lets go of the engine", async () => {
    const feed = await openFeed();
    const closed = new Promise((resolve) => feed.socket.once("close", resolve));
    await host.stop();
    await closed;
    expect(engine.listeners).toBe(0);
    const free = createServer().listen(host.port, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    await new Promise((resolve) => free.close(resolve));
  });
});

test("a quiet feed still says that it lives", async () => {
  await host.stop();
  host = await listening(startHost({ bridge: engine.bridge, assets: PAGE, heartbeat: 20 }));
  token = host.url.split("#t=")[1] ?? "";
  const feed = await openFeed();
  await vi.waitFor(() => expect(feed.text().match(/\{"kind":"beat"\}\n/g)?.length).toBeGreaterThan(1));
});
