import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CORPUS, hasCorpus, NEEDS_CORPUS } from "../corpus.ts";
import { runCommand } from "./run-command.ts";

/**
 * Calls of real sessions, worked out apart from the program: tokens out of the log with a script of ten lines, prices out
 * of the price page, multiplied as decimals. Prices in dollars for a million tokens, as input, 5 min, 1 h, read, output:
 * Opus 4.1 15 18.75 30 1.50 75, Opus 4.6 to 5 5 6.25 10 0.50 25 (fast 10 12.50 20 1 50), Sonnet 4 and 4.5 3 3.75 6 0.30 15,
 * Sonnet 5 2 2.50 4 0.20 10, Haiku 4.5 1 1.25 2 0.10 5. An untold lifetime is priced as five minutes.
 */
const SAMPLE: readonly (readonly [id: string, model: string, tokens: string, dollars: number])[] = [
  ["msg_0lHMEHIC3CGcSKXo9QOoanP9", "claude-opus-4-1-20250805", "9 in, 37996 read, 5m 414, 1 out", 0.0649665],
  ["msg_4FSKrcaQZE4T3RXoBWMJX7hA", "claude-opus-4-7", "6 in, 46012 read, 5m 141, 9 out", 0.02414225],
  ["msg_5FabaiRjEzQAhh40uIio9189", "claude-opus-5", "2 in, 126272 read, 1h 1597, 461 out", 0.090641],
  [
    "msg_Ak5og5hVXnMKhloSKXY2D2zE",
    "claude-haiku-4-5-20251001",
    "7 in, 25620 read, 5m 2217, 1 out",
    0.00534525,
  ],
  [
    "msg_GG3SUBO2x7I3e6cB8xizYGZc",
    "claude-sonnet-4-5-20250929",
    "7 in, 25939 read, 5m 39147, 1 out",
    0.15461895,
  ],
  ["msg_Nja4AFRCX4yxwXeH98frLIlt", "claude-opus-4-7", "6 in, 52089 read, 1h 3401, 833 out", 0.0809095],
  ["msg_XKAiAuHMZt65kdHrhfKdYR3a", "claude-opus-4-8", "2 in, 78536 read, 1h 918, 12526 out", 0.361608],
  ["msg_aCA3U3CrhEEwW3JIb104gSdU", "claude-haiku-4-5-20251001", "6 in, 27013 read, 1h 756, 1 out", 0.0042243],
  [
    "msg_bmB9lbMuvy2HgnORurGK13BB",
    "claude-sonnet-4-5-20250929",
    "6 in, 22041 read, 1h 20135, 1 out",
    0.1274553,
  ],
  [
    "msg_drY1juUcmRhBla43p2TWzBmM",
    "claude-sonnet-4-20250514",
    "1 in, 82788 read, untold 1105, 23 out",
    0.02932815,
  ],
  [
    "msg_ilFbukGTgccnYqrGF7M5GRem",
    "claude-sonnet-4-20250514",
    "10 in, 48627 read, 5m 535, 167 out",
    0.01912935,
  ],
  ["msg_oVVIp6TgUAO61kK450PXaAR7", "claude-opus-4-6", "1 in, 101391 read, 5m 107, 79 out", 0.05334425],
  ["msg_ulq8zAjn842KRfFSphp4VAQD", "claude-sonnet-5", "2 in, 58309 read, 5m 929, 333 out", 0.0173183],
  ["msg_w7L1nc80YZOhOGHIfzMpnfdx", "claude-opus-4-6", "1 in, 119242 read, 1h 178, 88 out", 0.063606],
  ["msg_wOi1AnvIcVDRjIJ0XMBSG4jV", "claude-opus-5", "2 in, 86725 read, 5m 1037, 412 out", 0.06015375],
  ["msg_0wX5Q4BJLvNF29mbn3XIVWRK", "claude-opus-5", "2 in, 547504 read, 1h 886, 809 out", 0.302847],
  ["msg_pME76gRmOdvl3AeFOQVrkgs4", "claude-opus-5", "2 in, 345447 read, 1h 2151, 402 out", 0.2042935],
  ["msg_3ZEEZUhUhwOHOJTgB5tvKxGH", "claude-opus-5", "2 in, 40114 read, 1h 8813, 929 out", 0.131422],
  ["msg_CLuiBkESLrV4423ThW0d9MI0", "claude-opus-5", "2 in, 334552 read, 1h 2616, 1582 out", 0.232996],
  ["msg_RZko5gyJPJJKccith0HkKHyW", "claude-opus-5", "2 in, 52895 read, 1h 595, 380 out", 0.0419075],
  ["msg_JkOGfSwSeBlJKd53dS43Fn1f", "claude-opus-5", "2 in, 73246 read, 1h 1022, 1142 out", 0.075403],
  ["msg_Kg717ziZtxeSEDN3I7JEV6id", "claude-opus-5", "2 in, 518208 read, 1h 535, 1090 out", 0.291714],
  ["msg_0ZstxfclhYV3iVzvpeCbH4Xl", "claude-opus-4-8 fast", "2 in, 107660 read, 1h 1216, 648 out", 0.1644],
  ["msg_37Ir8VYy3140CGuLj15Kk3rX", "claude-opus-4-8 fast", "131 in, 73237 read, 1h 1994, 1111 out", 0.169977],
];

describe.skipIf(!hasCorpus)(`costs of the corpus ${NEEDS_CORPUS}`, () => {
  let data: string;
  let db: DatabaseSync;
  beforeAll(() => {
    data = mkdtempSync(join(tmpdir(), "prefixwatch-costs-"));
    runCommand(["report", `--root=${CORPUS}`, `--data=${data}`]);
    db = new DatabaseSync(join(data, "ledger.sqlite"), { readOnly: true });
  });
  afterAll(() => {
    db.close();
    rmSync(data, { recursive: true, force: true });
  });

  test.each(SAMPLE)("%s, %s: %s", (id, _model, _tokens, dollars) => {
    const row = db.prepare("SELECT cost FROM call WHERE message_id = ?").get(id);
    // Billionths of a dollar in the ledger; equal to the micro-dollar and beyond.
    expect(Number(row?.["cost"])).toBe(Math.round(dollars * 1e9));
  });
});
