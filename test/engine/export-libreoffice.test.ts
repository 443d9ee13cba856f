import { execFileSync } from "node:child_process";
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCsv } from "../../electron/engine/export/text-files.ts";
import { guardFormula } from "../../shared/formula-guard.ts";
import { HOSTILE } from "./export-reading.ts";

// Security check S28: docs/security.md.

const SOFFICE = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "soffice"))
  .find((path) => existsSync(path));
/** Comma, double quote, UTF-8, from the first line on; formulas are worked out, as a careless reader may choose. */
const AS_CSV = "CSV:44,34,76,1,,0,false,true,false,false,false,0,true";
const NAMES = [...HOSTILE, "+1+1", "-2+3", 'a, "b"', "a\u202egnp.exe", "漢字,かな"];

type Cell = { readonly type: string | undefined; readonly formula: boolean; readonly text: string };

describe.skipIf(SOFFICE === undefined)(
  `a CSV in LibreOffice (${SOFFICE ?? "skipped: no soffice on the PATH, apt-get install libreoffice-calc-nogui"})`,
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "prefixwatch-office-"));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** The cells of the first column as the spreadsheet holds them, without the head. */
    function opened(path: string): readonly Cell[] {
      const profile = pathToFileURL(join(folder, "profile")).href;
      execFileSync(SOFFICE ?? "", [
        `-env:UserInstallation=${profile}`,
        "--headless",
        `--infilter=${AS_CSV}`,
        "--convert-to",
        "fods",
        "--outdir",
        folder,
        path,
      ]);
      return cellsOf(readFileSync(path.replace(/csv$/, "fods"), "utf8")).slice(1);
    }

    test(
      "holds every hostile name as text, to the letter, and no formula",
      { timeout: 120_000 },
      async () => {
        const path = join(folder, "usage.csv");
        const columns = [{ name: "project", kind: "text" } as const];
        const rows = NAMES.map((name) => [name]);
        const { signal } = new AbortController();
        await writeCsv({ subject: "usage", columns, rows }, createWriteStream(path), signal);
        expect(opened(path)).toEqual(
          NAMES.map((name) => ({
            type: "string",
            formula: false,
            // A line of a cell ends the same way for LibreOffice, however it was written.
            text: guardFormula(name).replaceAll(/\r\n?/g, "\n"),
          })),
        );
      },
    );

    test("written without our guard is a formula there", { timeout: 120_000 }, () => {
      const path = join(folder, "bare.csv");
      writeFileSync(path, "project\n=1+1\n");
      expect(opened(path)).toMatchObject([{ type: "float", formula: true, text: "2" }]);
    });
  },
);

/** The first cell of each row of a flat OpenDocument spreadsheet. */
function cellsOf(document: string): readonly Cell[] {
  const rows = [...document.matchAll(/<table:table-row\b[^>]*>(.*?)<\/table:table-row>/gs)];
  return rows.map(([, row = ""]) => {
    const [, attributes = "", inside = ""] =
      /<table:table-cell\b([^>]*?)>(.*?)<\/table:table-cell>/s.exec(row) ?? [];
    const lines = [...inside.matchAll(/<text:p>(.*?)<\/text:p>|<text:p\/>/gs)].map(([, text = ""]) =>
      plain(text),
    );
    return {
      type: /office:value-type="(\w+)"/.exec(attributes)?.[1],
      formula: attributes.includes("table:formula"),
      text: lines.join("\n"),
    };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function plain(xml: string): string {
  return xml
    .replaceAll("<text:tab/>", "\t")
    .replaceAll(/<text:s(?: text:c="(\d+)")?\/>/g, (_, count: string | undefined) =>
      " ".repeat(Number(count ?? 1)),
    )
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
