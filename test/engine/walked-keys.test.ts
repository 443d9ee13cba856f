import { expect, test } from "vitest";
import { CALL, readTwice, written } from "./read-twice.ts";

const asLines = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

test("only the eight escapes of JSON and four hexadecimal digits are taken, wherever they stand", () => {
  for (const at of [0, 13, 50, 63, 64, 90]) {
    const bytes = Array.from({ length: 128 }, (_, unit) => unit).filter((unit) => unit !== 0x0a);
    const lines = [
      ...bytes.map((unit) => `\\${String.fromCharCode(unit)}`),
      ...[
        "00e9",
        "00E9",
        "aBcD",
        "12g4",
        "12G4",
        "1`34",
        "12/4",
        "1:34",
        "@123",
        "d800",
        "12 4",
        "\\u12",
      ].map((digits) => `\\u${digits}`),
    ].map((escape) => CALL.replace('"hi"', `"${"x".repeat(at)}${escape}${"y".repeat(80)}"`));
    const valid = lines.filter((line) => isJson(line));
    const { walked, differ } = readTwice(written("every-escape.jsonl", asLines(lines)));
    expect(differ).toEqual([]);
    expect(walked).toBe(valid.length);
  }
});

test("a key is known by itself and not by what stood in its place before", () => {
  const prefix = (line: string) => line.replace('"type":"assistant"', '"typed":"user","type":"assistant"');
  const moved = (line: string) =>
    line.replace('"isSidechain":false,', "").replace('"version"', '"isSidechain":true,"version"');
  const longer = (line: string) =>
    line.replace('"uuid":"u1"', `"${"k".repeat(40)}":{"uuid":"not this"},"uuid":"u1"`);
  const inside = (line: string) =>
    line.replace('"model":', '"uuid":"of the message","type":"message","model":');
  const foreign = (line: string) =>
    line.replace('"server_tool_use":{', '"server_tool_use":{"input_tokens":9,');
  const spaced = (line: string) => line.replace('"type":', '"type" : ').replace('"usage":', '"usage"\t:');
  const escaped = (line: string) => line.replace('"type":', '"typ\\u0065":');
  const below = (line: string) => line.replace('"type":', '"attachment":{"type":"hook"},"type":');
  const beside = (line: string) => line.replace('"type":', '"attachment":null,"type":');
  const alike = (line: string) =>
    line.replace('"cache_creation_input_tokens":9', '"cache_creation_input_tokenz":90');
  const ways = [
    (line: string) => line,
    below,
    beside,
    alike,
    prefix,
    moved,
    longer,
    inside,
    foreign,
    spaced,
    escaped,
  ];
  const lines = ways.flatMap((first) => ways.flatMap((second) => [first(CALL), second(first(CALL)), CALL]));
  const { walked, differ } = readTwice(written("keys.jsonl", asLines(lines)));
  expect(differ).toEqual([]);
  expect(walked).toBeGreaterThan(lines.length / 2);
});

test("more keys than are remembered are read all the same", () => {
  const lines = Array.from({ length: 2_000 }, (_, n) =>
    CALL.replace('"type":', `"made_up_${n}":${n},"type":`).replace("u1", `u${n}`),
  );
  const { walked, differ } = readTwice(written("many-keys.jsonl", asLines([...lines, ...lines])));
  expect(differ).toEqual([]);
  expect(walked).toBe(2 * lines.length);
});

test("a link is the same record however its uuid is read", () => {
  const uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
  const names = [
    uuid,
    uuid.toUpperCase(),
    uuid.replace("0f", "0F"),
    uuid.replace("-", "_"),
    uuid.replace("5b", "5g"),
    uuid.replace("5b", "5`"),
    `${uuid}0`,
    uuid.slice(1),
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "00000000-0000-0000-0000-000000000000",
    "u1",
  ];
  const lines = names.flatMap((parent) =>
    names.map((name) => CALL.replace('"u0"', JSON.stringify(parent)).replace('"u1"', JSON.stringify(name))),
  );
  // What the one reads as a number, the other knows by its text: both ways are mixed in one log.
  const mixed = lines.map((line, n) => (n % 3 === 0 ? line.replace('"uuid":"', '"uuid":"\\u0030') : line));
  const { walked, differ } = readTwice(written("links.jsonl", asLines([...lines, ...mixed])));
  expect(differ).toEqual([]);
  expect(walked).toBe(2 * lines.length);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
