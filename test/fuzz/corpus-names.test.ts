import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { call } from "./corpus-call.ts";
import { workbench, type Workbench } from "../engine/workbench.ts";
import { walkRoots } from "../../electron/engine/discover.ts";

let bench: Workbench;
beforeEach(() => {
  bench = workbench();
});
afterEach(() => bench.clear());

test("corpus row 67: names of any characters are read", () => {
  const names = ["a\nb", "é", "e\u0301", "🦀", "x".repeat(249), "‮gpj", "a b", "'; --"];
  names.forEach((name, n) => bench.write(`${call(`msg_${n}`)}\n`, `${name}.jsonl`));
  expect(bench.run().totals.calls).toBe(names.length);
});

test.skipIf(process.platform !== "linux")(
  "corpus row 67: a name that is no UTF-8 cannot be said, so the log is told as unreadable (names of bytes need Linux)",
  () => {
    const folder = dirname(bench.log());
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([0xff]), Buffer.from(".jsonl")]),
      call("msg_1"),
    );
    const { files, unreadable } = walkRoots([{ path: folder, named: true }]);
    expect(files).toEqual([]);
    expect(unreadable).toMatchObject([{ reason: expect.stringContaining("not UTF-8") }]);
  },
);
