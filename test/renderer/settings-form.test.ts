import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SETTINGS_FORM } from "../../renderer/settings-form.ts";
import { DEFAULT_SETTINGS, SETTINGS_FIELDS } from "../../shared/settings.ts";

const forms = SETTINGS_FORM.flatMap(({ fields }) => fields);

test("every setting is on the page once, with a name of its own and whole sentences", () => {
  expect(forms.map(({ field }) => field).toSorted()).toEqual([...SETTINGS_FIELDS].toSorted());
  expect(new Set(forms.map(({ label }) => label)).size).toBe(forms.length);
  for (const { label, help } of forms)
    expect([label, help]).toEqual([label, expect.stringMatching(/^[A-Z].*\.$/)]);
});

test("what needs another one to be on stands below it", () => {
  for (const [at, { field, needs }] of forms.entries()) {
    if (needs === undefined) continue;
    const above = forms.findIndex((form) => form.field === needs);
    expect([field, above >= 0 && above < at, forms[above]?.kind]).toEqual([field, true, "switch"]);
  }
});

test("docs/settings.md tells of every setting with its name on the page and its default", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/settings.md"), "utf8");
  const rows = new Map(
    [...text.matchAll(/^\| (.+?) +\| `(\w+)` +\| `(.+?)` +\|/gm)].map(
      ([, label = "", field = "", value = ""]) => [field, [label, value]],
    ),
  );
  const wanted = forms.map(
    ({ field, label }) => [field, [label, JSON.stringify(DEFAULT_SETTINGS[field])]] as const,
  );
  expect(rows).toEqual(new Map(wanted));
});
