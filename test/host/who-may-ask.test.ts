import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { startHost } from "../../electron/host/host.ts";
import { GivenHost, JSON_TYPE } from "./given-host.ts";
import { rawRequest } from "./raw-http.ts";
import { listening, PAGE } from "./surroundings.ts";

// Security checks S1, S2, S3, S6, S7, S9, S15, S19: docs/security.md.

const given = new GivenHost();

describe("where it listens", () => {
  test("on 127.0.0.1 alone", (context) => {
    context.skip(process.platform !== "linux", "reads /proc");
    const hex = given.port.toString(16).toUpperCase().padStart(4, "0");
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
    const again = await startHost({ bridge: given.engine.bridge, assets: PAGE, port: given.port });
    expect(again).toEqual({ kind: "port-taken", port: given.port });
  });

  test("each launch has another token of 256 bits", async () => {
    const other = await listening(startHost({ bridge: given.engine.bridge, assets: PAGE }));
    const tokens = [given.token, other.url.split("#t=")[1] ?? ""];
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
    const answer = await given.send(
      rawRequest("GET /", [`Host: ${value.replace("PORT", String(given.port))}`]),
    );
    expect(answer.status).toBe(status);
    // A tunnel of another number; see below.
    const isForwarded = /^(?:127\.0\.0\.1|localhost)(?::\w+)?$/.test(value);
    if (status !== 200 && !isForwarded) expect(answer.body).toBe("");
  });

  test.each(["127.0.0.1:9000", "localhost:9000", "localhost"])(
    "through a tunnel that ends at %s the user is told to keep the number, and gets nothing else",
    async (host) => {
      const page = await given.send(rawRequest("GET /", [`Host: ${host}`]));
      const origin = `Origin: http://${host}`;
      const headers = [`Host: ${host}`, origin, given.bearer(), JSON_TYPE];
      const api = await given.send(rawRequest("POST /api/feed", headers, "{}"));
      const sentence =
        `Prefixwatch answers only under its own port number, which is ${given.port}. Forward it under the same ` +
        `number, for example: ssh -L ${given.port}:127.0.0.1:${given.port} your-server\n`;
      expect([page.status, page.body, api.status, api.body]).toEqual([403, sentence, 403, sentence]);
      expect(page.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(given.engine.connects).toBe(0);
    },
  );

  test("no Host, or two, get nothing", async () => {
    const none = await given.send("GET / HTTP/1.0\r\n\r\n");
    const two = await given.send(rawRequest("GET /", [given.ownHost, "Host: evil.test"]));
    const twice = await given.send(rawRequest("GET /", [given.ownHost, given.ownHost]));
    expect([none.status, two.status, twice.status].every((status) => status === 403 || status === 400)).toBe(
      true,
    );
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
    const origin = `Origin: ${value.replace("PORT", String(given.port))}`;
    expect((await given.get("/", origin)).status).toBe(status);
    const api = await given.post("/api/watch", '{"stream":"x"}', given.bearer(), JSON_TYPE, origin);
    expect(api.status).toBe(status === 200 ? 404 : status);
  });

  test("two Origins are one too many", async () => {
    const own = `Origin: http://127.0.0.1:${given.port}`;
    expect((await given.get("/", own, own)).status).toBe(403);
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
    const answer = await given.get(
      path,
      `Sec-Fetch-Site: ${site}`,
      `Sec-Fetch-Mode: ${mode}`,
      `Sec-Fetch-Dest: ${dest}`,
    );
    expect(answer.status).toBe(status);
  });

  test("a form of another site cannot post", async () => {
    const form = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
    expect((await given.post("/", "a=b", ...form)).status).toBe(403);
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
      expect((await given.post("/api/feed", "{}", given.bearer(), `Content-Type: ${type}`)).status).toBe(415);
  });

  test("OPTIONS is refused and no answer mentions CORS", async () => {
    const preflight = await given.send(
      rawRequest("OPTIONS /api/feed", [given.ownHost, "Access-Control-Request-Method: POST"]),
    );
    expect(preflight.status).toBe(403);
    for (const answer of [
      preflight,
      await given.get("/"),
      await given.post("/api/watch", '{"stream":"x"}', given.bearer(), JSON_TYPE),
    ])
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});
