import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EXPORT_SUBJECTS } from "../../shared/question.ts";
import { EXPORT_SOURCES } from "../../electron/engine/export/tables.ts";

const PAGE = readFileSync(join(import.meta.dirname, "..", "..", "docs", "columns.md"), "utf8");

/** `name kind` of each row of a section's table; a row that begins with `…sums` stands for those of that section. */
function documented(section: string): readonly string[] {
  const text = PAGE.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  return text.split("\n").flatMap((line) => {
    if (line.startsWith("| …sums ")) return documented("sums");
    const [, name, kind] = /^\| `(\w+)` +\| (\w+) +\|/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${kind}`];
  });
}

describe("docs/columns.md", () => {
  test.each(EXPORT_SUBJECTS)("tells every column of %s, in order, and what it holds", (subject) => {
    const real = EXPORT_SOURCES[subject].table.columns.map(({ name, kind }) => `${name} ${kind}`);
    expect(documented(subject)).toEqual(real);
    expect(new Set(real).size).toBe(real.length);
  });
});
