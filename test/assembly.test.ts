import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("what the engine carries is what assembly/ compiles to", () => {
  // Throws, with what to do, when it is not.
  expect(execFileSync(process.execPath, ["assembly/build.mjs", "--check"], { cwd: root }).toString()).toBe(
    "",
  );
});
