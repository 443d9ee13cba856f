import { expect, test } from "vitest";
import { readFeedLines } from "../../renderer/feed-lines.ts";

/** A body that arrives in these pieces. */
function bodyOf(pieces: readonly Uint8Array<ArrayBuffer>[]) {
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

const TEXT =
  '{"kind":"hello","stream":"ä🙂"}\n{"kind":"beat"}\nnonsense\n[]\n{"kind":"other"}\n{"kind":"offline","reason":"x"}\n{"kind":"be';

test("however a feed is cut into pieces, its lines are the same, and what is no line of a feed is left out", async () => {
  const bytes = new TextEncoder().encode(TEXT);
  for (let size = 1; size <= bytes.length; size += 1) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.slice(n * size, (n + 1) * size),
    );
    const lines = [];
    let heard = 0;
    for await (const line of readFeedLines(bodyOf(pieces), () => (heard += 1))) lines.push(line);
    expect(lines).toEqual([
      { kind: "hello", stream: "ä🙂" },
      { kind: "beat" },
      { kind: "offline", reason: "x" },
    ]);
    // The decoder holds back a piece that ends inside a character.
    expect(heard).toBeGreaterThan(pieces.length / 2);
  }
});
