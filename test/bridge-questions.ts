import { expect, test } from "vitest";
import type { BridgeUnderTest } from "./bridge-contract.ts";
import { answerTo, FakeEngine, zoneOf } from "./host/fake-engine.ts";
import { SAVED } from "./renderer/sample-settings.ts";
import type { Bridge, BridgeEvent } from "../shared/bridge.ts";
import type { AnswerTo, Question } from "../shared/question.ts";

type Parts = {
  readonly setUp: () => Promise<BridgeUnderTest & { readonly engine: FakeEngine }>;
  readonly listen: (bridge: Bridge) => { readonly events: readonly BridgeEvent[] };
  readonly soon: (check: () => void) => Promise<void>;
};

/** The part of the contract that is about questions. */
export function questionContract({ setUp, listen, soon }: Parts) {
  const question = (zone: string) =>
    ({ kind: "invalidations", from: "2026-08-01", to: undefined, zone }) as const satisfies Question;

  async function ask(bridge: Bridge, zone: string): Promise<AnswerTo<"invalidations">> {
    const answer = await bridge.ask(question(zone));
    if (answer.kind !== "invalidations") throw new Error(`An answer to ${answer.kind}`);
    return answer;
  }

  test("a question is answered, and the engine gets it as it was asked", async () => {
    const { engine, bridge } = await setUp();
    expect(await bridge.ask(question("Europe/Berlin"))).toEqual(answerTo(question("Europe/Berlin")));
    expect(engine.asked).toEqual([question("Europe/Berlin")]);
  });

  test("two questions at once get each its own answer, whichever is ready first", async () => {
    const { engine, bridge } = await setUp();
    const ready = new Map<string, () => void>();
    engine.answer = (asked) =>
      new Promise((resolve) => ready.set(zoneOf(asked), () => resolve(answerTo(asked))));
    const order: string[] = [];
    const note = ({ all }: AnswerTo<"invalidations">) => order.push(all.key);
    const both = [ask(bridge, "UTC").then(note), ask(bridge, "Asia/Tokyo").then(note)];
    await soon(() => expect(ready.size).toBe(2));
    ready.get("Asia/Tokyo")?.();
    await both[1];
    ready.get("UTC")?.();
    await both[0];
    expect(order).toEqual(["Asia/Tokyo", "UTC"]);
  });

  test("a question that fails says why, and the next one is answered", async () => {
    const { engine, bridge } = await setUp();
    engine.answer = () => Promise.reject(new Error("The ledger could not answer (disk I/O error)."));
    await expect(bridge.ask(question("UTC"))).rejects.toThrow(
      /^The ledger could not answer \(disk I\/O error\)\.$/,
    );
    engine.answer = (asked) => Promise.resolve(answerTo(asked));
    expect((await ask(bridge, "UTC")).all.key).toBe("UTC");
  });

  test("an answer of some megabytes arrives whole", async () => {
    const { engine, bridge } = await setUp();
    const byProject = Array.from({ length: 20_000 }, (_, n) => ({
      ...answerTo(question("UTC")).all,
      key: `-home-ada-äöü-${n}`,
    }));
    engine.answer = (asked) => Promise.resolve({ ...answerTo(asked), byProject });
    expect((await ask(bridge, "UTC")).byProject).toEqual(byProject);
  });

  test("new settings arrive as they were sent, good or bad", async () => {
    const { engine, bridge } = await setUp();
    engine.answer = () => Promise.resolve(SAVED);
    const changes = { extraRoots: ["/logs ä", "C:\\logs"], notifyAboveUsd: 0.25, clock: "no" };
    expect(await bridge.ask({ kind: "save-settings", changes })).toEqual(SAVED);
    expect(engine.asked).toMatchObject([{ changes }]);
  });

  test("a question whose engine is lost fails with a sentence, and the new engine answers the next", async (context) => {
    const { engine, bridge, replaceEngine } = await setUp();
    if (replaceEngine === undefined) return context.skip("engine and page are one process here");
    const { events } = listen(bridge);
    await soon(() => expect(events).toHaveLength(1));
    engine.answer = () => new Promise(() => undefined);
    const lost = expect(bridge.ask(question("UTC"))).rejects.toThrow(/^[A-Z].*\.$/);
    await soon(() => expect(engine.asked).toHaveLength(1));
    await replaceEngine(new FakeEngine());
    await lost;
    await soon(() => expect(events.at(-1)).toMatchObject({ kind: "feed", message: { kind: "reset" } }));
    expect((await ask(bridge, "Asia/Tokyo")).all.key).toBe("Asia/Tokyo");
    return undefined;
  });
}
