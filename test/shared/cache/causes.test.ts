import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Neighbour } from "../../../shared/cache/starts.ts";
import { causeTitle } from "../../../shared/cache/wording.ts";
import { fold } from "../../fold.ts";
import { drawRecords } from "../../transcript.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "fixtures", "causes");
const DAY = "2026-08-14";

/** A log drawn as a table between its story and the events that are expected of it. */
const fixtures = readdirSync(FOLDER).map((file) => {
  const lines = readFileSync(join(FOLDER, file), "utf8").split("\n");
  return {
    name: file.replace(".txt", ""),
    table: lines.filter((line) => line.startsWith("  ")).join("\n"),
    neighbours: lines.filter((line) => line.startsWith("neighbour ")).map(readNeighbour),
    expected: lines
      .filter((line) => line.startsWith("=> "))
      .map((line) => line.slice(3).trim().split(/\s+/).join(" ")),
  };
});

/** `neighbour 10:00:00 answered 10:00:06 read 0`: another lane of the project. */
function readNeighbour(line: string): Neighbour {
  const [, from = "", , answered = "", , read = "0"] = line.split(/\s+/);
  const at = (time: string) => Date.parse(`${DAY}T${time}Z`);
  return { requestAt: at(from), answeredAt: at(answered), read: Number(read), model: "claude-opus-5" };
}

describe("what happened, drawn", () => {
  test.each(fixtures)("$name", ({ table, neighbours, expected }) => {
    const { events } = fold(drawRecords(table, { day: DAY }), neighbours);
    const found = events.map(({ callKey, cause, confidence, group, also }) =>
      [callKey, cause, confidence, group, ...also].join(" "),
    );
    expect(found).toEqual(expected);
  });

  test("every cause has a drawing, and a page in docs/causes.md", () => {
    const drawn = new Set(
      fixtures.flatMap(({ expected }) => expected.flatMap((line) => line.split(" ").slice(1))),
    );
    const page = readFileSync(join(FOLDER, "..", "..", "..", "docs", "causes.md"), "utf8");
    const source = readFileSync(join(FOLDER, "..", "..", "..", "shared", "cache", "event.ts"), "utf8");
    const union = /export type Cause =([\s\S]*?);/.exec(source)?.[1] ?? "";
    const causes = [...union.matchAll(/"([a-z0-9-]+)"/g)].map(([, cause = ""]) => cause);
    expect(causes.length).toBeGreaterThan(25);
    expect(causes.filter((cause) => !drawn.has(cause))).toEqual(ELSEWHERE);
    const title = (cause: string) => causeTitle(cause as Parameters<typeof causeTitle>[0]);
    expect(causes.filter((cause) => !page.includes(`## ${title(cause)}\n`))).toEqual([]);
  });
});

/** Needs a prefix hash, which only plain API usage logs have: test/fixtures/api-usage. */
const ELSEWHERE = ["volatile-prefix"];
