import type { Operation, OperationName } from "./operations.ts";

/** Sequences that matter by themselves: some went wrong once and are as small as they could be made. */
export const SEQUENCES: readonly (readonly [name: string, sequence: readonly Operation[]])[] = [
  [
    "a record glued behind one that counted without its line end, after a start, counts",
    sequence("unended 0 0 0, scan, restart, append 0 0 0"),
  ],
  [
    "the line end of a record that counted without it is told after a kill",
    sequence("unended 0 0 0, kill 37 0 0, append 0 0 0"),
  ],
  [
    "a log moved to another project while it grows takes its calls along",
    sequence("append 0 0 0, moveProject 0 1 0, finish 0 0 0"),
  ],
  [
    "a log rewritten in its middle is read again while its last line is half written",
    sequence("append 0 2 0, append 0 2 0, append 0 2 0, partial 1 0 50, rewriteSameSize 0 4 0"),
  ],
  [
    "a stubbed log that gets another name goes on behind a record without line end",
    sequence(
      "append 1 0 0, replay 0 0 69, replay 0 0 0, unended 0 0 0, stub 0 0 0, grow 147 0 0, rename 183 0 0, grow 0 0 0",
    ),
  ],
  [
    "a log made anew at the same path, longer than the one before, is another log",
    sequence("append 0 0 0, recreate 0 0 0, append 1 2 5, append 1 2 6, append 1 2 7, barrier"),
  ],
  [
    "a log that may not be read is told, and counts when it may",
    sequence("append 0 0 0, shut 0 0 0, append 1 0 0, barrier, append 1 1 1, open 0 0 0"),
  ],
];

function sequence(text: string): readonly Operation[] {
  return text.split(", ").map((step) => {
    const [name = "", ...numbers] = step.split(" ");
    const [a = 0, b = 0, c = 0] = numbers.map(Number);
    return { name: name as OperationName, a, b, c };
  });
}
