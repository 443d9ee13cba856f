import { expect, test } from "vitest";
import { mutatedLog } from "./mutated-lines.ts";
import { readInChunks } from "./read-with-chunk.ts";

type Fields = { readonly [field: string]: unknown };
/** The figures of a call in the order uncached, read, written for 5 m, for 1 h, of unknown lifetime, output. */
type Counted = { readonly key: string; readonly figures: readonly number[] };

const SEEDS = [101, 102, 103, 104, 105];
const LINES = 4_000;

test.each(SEEDS)(
  `${LINES} lines changed at random, seed %i, are read as a naive reader reads them`,
  (seed) => {
    const bytes = mutatedLog(seed, LINES);
    const strict = new Map<string, readonly number[]>();
    const broken: string[] = [];
    for (const line of bytes.toString("utf8").split("\n").slice(0, -1)) {
      const text = line.replace(/^[\p{Cc} \uFEFF]+|[\p{Cc} \uFEFF]+$/gu, "");
      const call = text === "" ? undefined : naiveCall(text);
      if (call === "no JSON") broken.push(text);
      else if (call !== undefined) strict.set(call.key, larger(strict.get(call.key), call.figures));
    }
    for (const { chunk, reading } of readInChunks(bytes, [4_099, 262_144])) {
      const { calls, bytes: told, offset } = reading;
      const found = new Map(
        calls.map(({ call: { key, figures } }) => {
          const { uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output } =
            figures.usage;
          return [key, [uncachedInput, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnknownTtl, output]];
        }),
      );
      // What is salvaged out of a broken line is a whole record of that line, and nothing that was quoted or inside another.
      const salvaged = [...found.keys()].filter((key) => !strict.has(key));
      const unexplained = salvaged.filter(
        (key) => !key.startsWith("hash:") && !broken.some((text) => text.includes(key)),
      );
      expect({ seed, chunk, unexplained }).toEqual({ seed, chunk, unexplained: [] });
      expect(salvaged.filter((key) => key.includes("fake"))).toEqual([]);
      const wrong = [...strict].filter(
        ([key, figures]) =>
          String(found.get(key)) !== String(figures) && !broken.some((text) => text.includes(key)),
      );
      expect({ seed, chunk, wrong: wrong.slice(0, 3) }).toEqual({ seed, chunk, wrong: [] });
      expect(offset).toBe(bytes.length);
      expect(told.counted + told.other + told.blank + told.damaged).toBe(bytes.length);
    }
    expect(strict.size).toBeGreaterThan(LINES / 10);
    expect(broken.length).toBeGreaterThan(LINES / 10);
  },
);

function larger(a: readonly number[] | undefined, b: readonly number[]): readonly number[] {
  return a === undefined || (b[5] ?? 0) > (a[5] ?? 0) ? b : a;
}

/** The simplest reading of one line that is right. A line without any id has no key that could be compared. */
function naiveCall(text: string): Counted | "no JSON" | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return "no JSON";
  }
  if (!isObject(record)) return "no JSON";
  const message = record["message"];
  if (record["type"] !== "assistant" || !isObject(message) || message["model"] === "<synthetic>")
    return undefined;
  const { usage } = message;
  if (!isObject(usage)) return undefined;
  const split = isObject(usage["cache_creation"]) ? usage["cache_creation"] : {};
  const raw = [
    usage["input_tokens"],
    usage["cache_read_input_tokens"],
    split["ephemeral_5m_input_tokens"],
    split["ephemeral_1h_input_tokens"],
    usage["cache_creation_input_tokens"],
    usage["output_tokens"],
  ].map((figure) => figure ?? 0);
  if (!raw.every((figure) => Number.isInteger(figure) && Number(figure) >= 0 && Number(figure) <= 2e8))
    return undefined;
  const key = [message["id"], record["requestId"]].find(isId);
  if (key === undefined) return undefined;
  const [input = 0, read = 0, five = 0, hour = 0, flat = 0, output = 0] = raw.map(Number);
  return { key, figures: [input, read, five, hour, Math.max(0, flat - five - hour), output] };
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  return (
    typeof value === "string" && value !== "" && value.length <= 256 && !/[\p{Cc}\p{Cs}\ufffd]/u.test(value)
  );
}
