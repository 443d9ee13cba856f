import { describe, expect, test, vi } from "vitest";
import { MAX_ASKS } from "../../shared/wire.ts";
import { answerTo } from "./fake-engine.ts";
import { GivenHost, JSON_TYPE } from "./given-host.ts";
import { rawRequest } from "./raw-http.ts";

// Security checks S19, S22, S34: docs/security.md.

const given = new GivenHost();
const QUESTION = { kind: "invalidations", from: "2026-08-01", to: "2026-08-31", zone: "UTC" };

describe("a question", () => {
  test.each([
    "",
    "[]",
    "null",
    '"invalidations"',
    "{}",
    JSON.stringify({ ...QUESTION, kind: "everything" }),
    JSON.stringify({ ...QUESTION, kind: "__proto__" }),
    JSON.stringify({ ...QUESTION, from: "yesterday" }),
    JSON.stringify({ ...QUESTION, from: "2026-13-01" }),
    JSON.stringify({ ...QUESTION, from: "2026-08-01T00:00" }),
    JSON.stringify({ ...QUESTION, from: 20_260_801 }),
    JSON.stringify({ ...QUESTION, from: null }),
    JSON.stringify({ ...QUESTION, to: "2026-8-1" }),
    JSON.stringify({ ...QUESTION, zone: "" }),
    JSON.stringify({ ...QUESTION, zone: "x".repeat(65) }),
    JSON.stringify({ ...QUESTION, zone: "UTC'; DROP TABLE call" }),
    JSON.stringify({ ...QUESTION, more: 1 }),
    JSON.stringify({ kind: "invalidations" }),
  ])("that is none, %.90s, is refused and not asked", async (body) => {
    expect((await given.post("/api/ask", body, given.bearer(), JSON_TYPE)).status).toBe(400);
    expect(given.engine.asked).toEqual([]);
  });

  test("that the engine cannot answer gets 500 and its sentence", async () => {
    given.engine.answer = () => Promise.reject(new Error("The ledger could not answer."));
    const answer = await given.post("/api/ask", JSON.stringify(QUESTION), given.bearer(), JSON_TYPE);
    expect([answer.status, answer.body, answer.headers.get("content-type")]).toEqual([
      500,
      "The ledger could not answer.",
      "text/plain; charset=utf-8",
    ]);
  });

  test("more than are waited for at once are refused until one is answered", async () => {
    const answers: (() => void)[] = [];
    given.engine.answer = (asked) => new Promise((resolve) => answers.push(() => resolve(answerTo(asked))));
    const ask = () => given.post("/api/ask", JSON.stringify(QUESTION), given.bearer(), JSON_TYPE);
    const open = Array.from({ length: MAX_ASKS }, () => {
      const socket = given.connect();
      const headers = [given.ownHost, given.bearer(), JSON_TYPE];
      socket.write(rawRequest("POST /api/ask", headers, JSON.stringify(QUESTION)));
      return socket;
    });
    await vi.waitFor(() => expect(answers).toHaveLength(MAX_ASKS));
    expect((await ask()).status).toBe(503);
    answers[0]?.();
    await vi.waitFor(async () => expect((await ask()).status).not.toBe(503));
    for (const socket of open) socket.destroy();
  });

  test("whose reader does not read keeps only a piece of the answer waiting, and nothing once it is gone", async () => {
    const row = answerTo({ ...QUESTION, kind: "invalidations" }).all;
    const byProject = Array.from({ length: 200_000 }, (_, n) => ({ ...row, key: `project ${n}` }));
    given.engine.answer = (asked) => Promise.resolve({ ...answerTo(asked), byProject });
    const socket = given.connect();
    const headers = [given.ownHost, given.bearer(), JSON_TYPE];
    socket.write(rawRequest("POST /api/ask", headers, JSON.stringify(QUESTION)));
    let length = 0;
    socket.on("data", (chunk: Buffer) => {
      length += chunk.length;
      socket.pause();
    });
    await vi.waitFor(() => expect(length).toBeGreaterThan(0), { timeout: 20_000 });
    socket.destroy();
    expect((await given.get("/")).status).toBe(200);
    given.engine.answer = (asked) => Promise.resolve(answerTo(asked));
    const next = await given.post("/api/ask", JSON.stringify(QUESTION), given.bearer(), JSON_TYPE);
    expect(JSON.parse(next.body)).toMatchObject({ kind: "invalidations", all: { key: "UTC" } });
  });
});
