import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeStory } from "./e2e/story.ts";

/** Times of all records, the earliest first. */
function timesIn(root: string): readonly string[] {
  const logs = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".jsonl"),
  );
  const lines = logs.flatMap((name) => readFileSync(join(root, name), "utf8").trim().split("\n"));
  return lines.map((line) => String((JSON.parse(line) as { readonly timestamp: unknown }).timestamp)).sort();
}

test("an afternoon that is told half past midnight begins on the day before, and ends now", () => {
  const root = mkdtempSync(join(tmpdir(), "prefixwatch-story-"));
  try {
    writeStory(root, Date.UTC(2026, 10, 22, 0, 30));
    const times = timesIn(root);
    expect(times[0]).toMatch(/^2026-11-21T22:00:00/);
    expect(times.at(-1)).toMatch(/^2026-11-22T00:29:/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
