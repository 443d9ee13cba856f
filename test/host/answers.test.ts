import { describe, expect, test, vi } from "vitest";
import { MAX_BODY } from "../../electron/host/read-json.ts";
import { answerPage } from "../../electron/shell/page.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";
import { GivenHost, JSON_TYPE } from "./given-host.ts";
import { rawRequest } from "./raw-http.ts";
import { PAGE } from "./surroundings.ts";

// Security checks S8, S16, S17, S21: docs/security.md.

const given = new GivenHost();

describe("what is sent", () => {
  test("the same strict headers are on every answer", async () => {
    const feed = await given.openFeed();
    const answers = [
      await given.get("/"),
      await given.get("/assets/page.js"),
      await given.get("/none"),
      await given.get("/api/feed"),
      await given.get("/api/feed", given.bearer()),
      await given.get("/api/none", given.bearer()),
      await given.post("/api/feed", "{", given.bearer(), JSON_TYPE),
      await given.post("/api/watch", '{"stream":"x"}', given.bearer(), JSON_TYPE),
      await given.post("/api/feed", "x".repeat(MAX_BODY + 1), given.bearer(), JSON_TYPE),
      await given.get("/", "Origin: http://evil.test"),
      await given.get("/", "Expect: something"),
      await given.post("/api/feed", "{}", given.bearer(), JSON_TYPE, "Expect: 100-continue"),
      await given.get("/", "Connection: Upgrade", "Upgrade: websocket"),
      await given.send("nonsense\r\n\r\n"),
      await given.send(rawRequest("CONNECT evil.test:443", [given.ownHost])),
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

  test("the policy is the strict one, word by word", async () => {
    // Written out once more: a change of it has to be meant.
    const policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'";
    expect((await given.get("/")).headers.get("content-security-policy")).toBe(policy);
    const window = answerPage(PAGE)(new Request("app://main/"));
    expect([window.status, window.headers.get("content-security-policy")]).toEqual([200, policy]);
  });

  // One text, so that the table stays a table: a target each word.
  const TARGETS = `
    /.. /../etc/passwd /assets/../index.html /assets/..%2findex.html /%2e%2e/etc/passwd
    /%2e%2e%2f%2e%2e%2fetc/passwd /..%5c..%5cwindows /..\\..\\windows /%00 /index.html%00
    /index.html%00.js //index.html //evil.test/ ///etc/passwd /./index.html /index.html/ /index.html/.
    /INDEX.HTML /index.html::$DATA /index.html. /index.html%20 /assets /assets/ /assets/page.js.map
    /assets/page.js;x /%69ndex.html /constructor /__proto__ /toString /c:/windows/win.ini /C:%5cwindows
    /proc/self/environ /.git/config /package.json /#/index.html http://evil.test/
    http://127.0.0.1/index.html * index.html /ä /%c0%ae%c0%ae/etc/passwd /%252e%252e/etc/passwd
    /;/index.html /assets//page.js /?/../x/..
  `;

  test.each(TARGETS.trim().split(/\s+/))("target %s reads no file", async (target) => {
    const answer = await given.get(target);
    expect(target.startsWith("/?") ? [404, 400, 200] : [404, 400]).toContain(answer.status);
    expect(answer.body).not.toMatch(/root:|\[extensions\]|PATH=/);
  });

  test("a feed names its stream, then sends one message a line", async () => {
    const feed = await given.openFeed();
    given.engine.call("one");
    await vi.waitFor(() => expect(feed.text()).toContain('"kind":"update"'));
    expect(feed.text()).toMatch(/"kind":"hello","stream":"[\w-]{22}"\}\n/);
    expect(feed.text()).toContain("Content-Type: application/x-ndjson");
  });
});

describe("a feed that has nothing to say", () => {
  const quick = new GivenHost({ heartbeat: 20 });

  test("still says that it lives", async () => {
    const feed = await quick.openFeed();
    await vi.waitFor(() => expect(feed.text().match(/\{"kind":"beat"\}\n/g)?.length).toBeGreaterThan(1));
  });
});
