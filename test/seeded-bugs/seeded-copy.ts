import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SeededBug } from "./bugs.ts";

const PROJECT = join(import.meta.dirname, "..", "..");
const COPIED = ["electron", "renderer", "shared", "test", "dist", "package.json", "tsconfig.json"];

/** The text after an edit; throws where the text to replace is not there exactly once. */
export function edited(text: string, { file, find, replace }: SeededBug["edits"][number]): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Error(`${file} holds ${times} times: ${find}`);
  return text.replace(find, () => replace);
}

export function readSource(file: string): string {
  return readFileSync(join(PROJECT, file), "utf8");
}

/** How the tests went: how many passed, and the names of those that failed. */
export type TestRun = {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly output: string;
};

/** A copy of the project in which one fault after the other is put in and taken out. */
export function openCopy() {
  const folder = mkdtempSync(join(tmpdir(), "prefixwatch-seeded-"));
  // Some tests run the engine as a user of no rights, who must be able to read it.
  chmodSync(folder, 0o755);
  for (const name of COPIED) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  // Without the build that the whole suite begins with: these tests run the sources.
  const config =
    'export default { test: { include: ["test/**/*.test.ts"], env: { TZ: "UTC" }, testTimeout: 120_000 } };';
  writeFileSync(join(folder, "seeded.config.mjs"), config);
  const original = new Map<string, string>();

  return {
    put: ({ edits }: SeededBug): void => {
      for (const edit of edits) {
        const text = readFileSync(join(folder, edit.file), "utf8");
        if (!original.has(edit.file)) original.set(edit.file, text);
        writeFileSync(join(folder, edit.file), edited(text, edit));
      }
    },

    takeOut: (): void => {
      for (const [file, text] of original) writeFileSync(join(folder, file), text);
      original.clear();
    },

    test: ({ files, named }: SeededBug["tests"]): TestRun => runTests(folder, files, named),

    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runTests(folder: string, files: readonly string[], named: string | undefined): TestRun {
  const report = join(folder, "report", "run.json");
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  const args = ["run", "--config=seeded.config.mjs", "--reporter=json", `--outputFile=${report}`, ...files];
  if (named !== undefined) args.push("-t", named);
  const env = { ...process.env, PREFIXWATCH_FUZZ_SEEDS: "1", PREFIXWATCH_MODEL_RUNS: "5" };
  const { stdout, stderr } = spawnSync(process.execPath, [vitest, ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  return { ...readReport(report), output: stdout + stderr };
}

type Report = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

function readReport(path: string): Omit<TestRun, "output"> {
  const { numPassedTests, testResults } = JSON.parse(readFileSync(path, "utf8")) as Report;
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: numPassedTests,
    failed: results.filter(({ status }) => status === "failed").map(({ fullName }) => fullName.trim()),
  };
}
