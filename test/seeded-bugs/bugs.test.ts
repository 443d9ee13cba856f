import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SEEDED_BUGS } from "./bugs.ts";
import { edited, readSource } from "./seeded-copy.ts";

test("there are fourteen, as the plan asks, each with a name of its own", () => {
  expect(new Set(SEEDED_BUGS.map(({ name }) => name)).size).toBe(14);
});

test.each(SEEDED_BUGS)("can still be put in: $name", ({ edits, tests }) => {
  const texts = new Map<string, string>();
  for (const edit of edits) texts.set(edit.file, edited(texts.get(edit.file) ?? readSource(edit.file), edit));
  for (const file of tests.files) expect(existsSync(join(import.meta.dirname, "../..", file))).toBe(true);
});

test("an edit whose text is gone is refused", () => {
  expect(() => edited("b", { file: "a.ts", find: "a", replace: "" })).toThrow("a.ts holds 0 times: a");
});
