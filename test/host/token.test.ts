import { describe, expect, test } from "vitest";
import { GivenHost, JSON_TYPE } from "./given-host.ts";

// Security checks S9, S10, S11, S12, S24: docs/security.md.

const given = new GivenHost({ slowDown: 50 });

describe("the token", () => {
  const wrong = (): readonly (string | undefined)[] => [
    undefined,
    "Authorization: ",
    "Authorization: Bearer",
    "Authorization: Bearer ",
    `Authorization: ${given.token}`,
    `Authorization: bearer ${given.token}`,
    `Authorization: Basic ${given.token}`,
    given.bearer(given.token.slice(1)),
    given.bearer(given.token.slice(0, -1)),
    given.bearer(`${given.token}A`),
    given.bearer((given.token.startsWith("A") ? "B" : "A") + given.token.slice(1)),
    given.bearer(given.token.toUpperCase()),
    given.bearer("undefined"),
    given.bearer("\u00e4".repeat(43)),
    `Cookie: token=${given.token}`,
  ];

  test("each route of the table is closed without it", async () => {
    expect(given.host.routes.length).toBeGreaterThan(1);
    const paths = [
      ...given.host.routes.map(({ path }) => path),
      "/api",
      "/api/",
      "/api/none",
      "/api/feed/",
      "/api/feed?t=x",
    ];
    for (const path of paths) {
      expect(path).toMatch(/^\/api(\/|$)/);
      for (const header of wrong().slice(0, 4)) {
        const headers = header === undefined ? [JSON_TYPE] : [header, JSON_TYPE];
        expect([path, header, (await given.post(path, "{}", ...headers)).status]).toEqual([
          path,
          header,
          401,
        ]);
      }
      expect((await given.get(path)).status).toBe(401);
      expect((await given.get(`${path}?t=${given.token}`)).status).toBe(401);
    }
    expect(given.engine.connects).toBe(0);
  });

  test("only all of it opens, and many wrong guesses slow down the guesser alone", async () => {
    for (const header of [...wrong(), ...wrong()])
      expect(
        (await given.post("/api/feed", "{}", ...(header === undefined ? [] : [header]), JSON_TYPE)).status,
      ).toBe(401);
    const begun = performance.now();
    const [, guessed, asked] = await Promise.all([
      Promise.resolve(),
      given.post("/api/feed", "{}", given.bearer("guess"), JSON_TYPE).then(() => performance.now() - begun),
      given
        .post("/api/watch", '{"stream":"x"}', given.bearer(), JSON_TYPE)
        .then(() => performance.now() - begun),
    ]);
    expect(guessed).toBeGreaterThan(45);
    expect(asked).toBeLessThan(guessed);
  });

  test("is in no answer, and the page holds no data", async () => {
    const answers = [
      await given.get("/"),
      await given.get("/assets/page.js"),
      await given.get("/none"),
      await given.post("/api/feed", "{}"),
    ];
    for (const { headers, body } of answers) {
      expect(JSON.stringify([...headers]) + body).not.toContain(given.token);
      expect(headers.has("set-cookie")).toBe(false);
    }
    expect(process.argv.join(" ") + process.title + JSON.stringify(process.env)).not.toContain(given.token);
  });
});
