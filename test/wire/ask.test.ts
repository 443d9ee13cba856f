import { expect, test } from "vitest";
import { parseQuestion } from "../../shared/question-schema.ts";
import type { Question } from "../../shared/question.ts";
import { bridgeOver, MAX_ASKS, serveBridge } from "../../shared/wire.ts";
import { answerTo, FakeEngine } from "../host/fake-engine.ts";
import { memoryPorts } from "./memory-ports.ts";

const QUESTION: Question = { kind: "invalidations", from: undefined, to: "2026-08-31", zone: "UTC" };
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test("a question keeps its open ends on the way through JSON, and days and zones of any calendar pass", () => {
  expect(parseQuestion(JSON.parse(JSON.stringify(QUESTION)))).toEqual(QUESTION);
  for (const zone of ["America/Argentina/ComodRivadavia", "Etc/GMT+12", "+05:30", "Asia/Ust-Nera"])
    expect(parseQuestion({ ...QUESTION, zone })).toEqual({ ...QUESTION, zone });
});

test.each([
  undefined,
  null,
  "invalidations",
  {},
  { ...QUESTION, kind: "everything" },
  { ...QUESTION, zone: "x".repeat(65) },
  { ...QUESTION, from: "now" },
])("question %j is answered with a sentence, and the engine does not hear of it", async (question) => {
  const engine = new FakeEngine();
  const [page, server] = memoryPorts();
  serveBridge(server, engine.bridge);
  page.post({ kind: "ask", ask: 3, question });
  await settle();
  expect(server.posted.at(-1)).toEqual({ kind: "failed", ask: 3, reason: expect.stringMatching(/\.$/) });
  expect(engine.asked).toEqual([]);
});

test("a page that asks too much at once is told so", async () => {
  const engine = new FakeEngine();
  engine.answer = () => new Promise(() => undefined);
  const [page, server] = memoryPorts();
  serveBridge(server, engine.bridge);
  for (let ask = 0; ask < 3 * MAX_ASKS; ask += 1) page.post({ kind: "ask", ask, question: QUESTION });
  await settle();
  expect(engine.asked).toHaveLength(MAX_ASKS);
  expect(server.posted.filter(({ kind }) => kind === "failed")).toHaveLength(2 * MAX_ASKS);
});

test("what is asked before the engine is there waits for it, and is asked once", async () => {
  const engine = new FakeEngine();
  const [page, server] = memoryPorts();
  const asked = bridgeOver(page).ask(QUESTION);
  await settle();
  serveBridge(server, engine.bridge);
  expect(await asked).toEqual(answerTo(QUESTION));
  expect(engine.asked).toEqual([QUESTION]);
});

test("what is asked while the engine is lost fails at once, with the reason that was given", async () => {
  const [page] = memoryPorts();
  const bridge = bridgeOver(page);
  page.receive({ kind: "lost", reason: "It stopped." });
  await settle();
  await expect(bridge.ask(QUESTION)).rejects.toThrow(/^It stopped\.$/);
});

test("an engine that took the port over is asked what the one before did not answer, and that one is heard no more", async () => {
  const first = new FakeEngine();
  let late: () => void = () => undefined;
  first.answer = (asked) =>
    new Promise((resolve) => {
      late = () => resolve({ ...answerTo(asked), eventCount: 99 });
    });
  const [page, server] = memoryPorts();
  const stop = serveBridge(server, first.bridge);
  const asked = bridgeOver(page).ask(QUESTION);
  await settle();
  stop();
  late();
  await settle();
  serveBridge(server, new FakeEngine().bridge);
  expect(await asked).toMatchObject({ eventCount: 0 });
});

test("an answer that is none, or to a question nobody asked, changes nothing", async () => {
  const [page, server] = memoryPorts();
  const bridge = bridgeOver(page);
  page.receive({ kind: "hello" });
  let settled = false;
  void bridge.ask(QUESTION).finally(() => (settled = true));
  for (const reply of [
    { kind: "answer", ask: 0 },
    { kind: "answer", ask: 0, answer: { kind: "everything" } },
    { kind: "answer", ask: 7, answer: answerTo(QUESTION) },
    { kind: "failed", ask: 7, reason: "of another" },
    { kind: "failed", ask: 0 },
  ])
    page.receive(reply);
  await settle();
  expect(settled).toBe(false);
  page.receive({ kind: "answer", ask: 0, answer: answerTo(QUESTION) });
  await settle();
  expect(settled).toBe(true);
  expect(server.posted).toEqual([]);
});
