import type { Chance } from "./chance.ts";
import type { Block } from "./line-pen.ts";

/** An answer's blocks, one line for each: most answers have two (reference/log-format.md 6). */
export function blocksOf(chance: Chance, isLast: boolean, mayTask: boolean): readonly Block[] {
  const lines = 1 + [0.23, 0.71, 0.92].filter((share) => chance.next() > share).length;
  const text: Block = { kind: "text", size: chance.longTail(40, 6000) };
  const kind = chance.below(100);
  const tool: Block =
    kind < 8
      ? { kind: "write", size: chance.longTail(500, 20_000) }
      : kind < 10
        ? { kind: "reported", size: 300 }
        : kind < 12 && mayTask
          ? { kind: "task", size: 1500 }
          : { kind: "tool", size: chance.longTail(40, 3000) };
  const end = isLast ? text : tool;
  const thinking: Block = { kind: "thinking", size: chance.longTail(100, 3000) };
  return [[end], [thinking, end], [thinking, text, end], [thinking, text, tool, end]][lines - 1] ?? [end];
}

/** Bytes of a tool's output: half are a few lines, one in twenty is a whole file. */
export function resultSize(chance: Chance): number {
  const kind = chance.next();
  if (kind < 0.4) return chance.longTail(80, 2000);
  return kind < 0.93 ? chance.longTail(1500, 16_000) : chance.longTail(16_000, 50_000);
}
