import { expect, test } from "vitest";
import { BUILT_IN_PRICES, priceOfCall } from "../../../shared/cost/price-table.ts";
import type { ApiCall } from "../../../shared/usage/api-call.ts";
import { fold } from "../../fold.ts";
import { drawRecords } from "../../transcript.ts";

test("a call is priced by all that its log tells: model, day, speed, place and the length of its prompt", () => {
  const [step] = fold(drawRecords("10:00:00  msg_1  read 150k  write 60k  out 1")).steps;
  if (step === undefined) throw new Error("drawn with a call");
  const { call } = step.chainCall;
  const inputPrice = (day: string, told: Partial<ApiCall["figures"]>) =>
    priceOfCall(BUILT_IN_PRICES, {
      ...call,
      figures: { ...call.figures, model: "claude-opus-4-6", ...told },
      place: { ...call.place, at: Date.parse(day) },
    })?.input;
  expect(inputPrice("2026-03-01", {})).toBe(10);
  expect(inputPrice("2026-03-01", { usage: { ...call.figures.usage, cacheRead: 0 } })).toBe(5);
  expect(inputPrice("2026-03-01", { speed: "fast" })).toBe(60);
  expect(inputPrice("2026-03-01", { geo: "us" })).toBe(11);
  expect(inputPrice("2026-04-01", {})).toBe(5);
  expect(inputPrice("2026-04-01", { model: "claude-nobody-1" })).toBeUndefined();
});
