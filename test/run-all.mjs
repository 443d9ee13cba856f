// `npm test`: every check there is, one after another, also after one has failed. The last line adds them all up.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const reports = mkdtempSync(join(tmpdir(), "prefixwatch-test-"));

const stages = [
  { name: "types", run: () => npmRun("typecheck") },
  { name: "lint", run: () => npmRun("lint") },
  { name: "unused code", run: unusedCode },
  { name: "format", run: () => npmRun("format:check") },
  { name: "build", run: () => npmRun("build") },
  { name: "unit", run: unitTests },
  { name: "browser", run: browserTests },
];

/** @type {{ passed: number, failed: number, skipped: { name: string, reason?: string }[] }} */
const total = { passed: 0, failed: 0, skipped: [] };
for (const { name, run } of stages) {
  console.log(`\n=== ${name}`);
  const { passed, failed, skipped } = run();
  console.log(`=== ${name}: ${failed === 0 ? "ok" : "FAILED"}`);
  total.passed += passed;
  total.failed += failed;
  total.skipped.push(...skipped);
}
rmSync(reports, { recursive: true, force: true });

for (const { name, reason } of total.skipped) {
  // `skipIf` takes no reason, so its tests name what they need.
  console.log(`skipped: ${name}: ${reason || (/\((needs [^)]*)\)/.exec(name)?.[1] ?? "NO REASON GIVEN")}`);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

function npmRun(script) {
  const npm = process.env.npm_execpath;
  const ok =
    npm === undefined
      ? spawn("npm", ["run", "--silent", script], { shell: true })
      : spawn(process.execPath, [npm, "run", "--silent", script]);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

function unusedCode() {
  const ok = spawn(process.execPath, [join(root, "node_modules", "knip", "bin", "knip.js")]);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

function unitTests() {
  const path = join(reports, "unit.json");
  const ok = spawn(process.execPath, [join(root, "test", "unit-report.mjs"), path]);
  return counted(ok, read(path));
}

function browserTests() {
  const path = join(reports, "browser.json");
  const ok = spawn(process.execPath, [join(root, "test", "e2e", "run.mjs")], {
    env: { ...process.env, PREFIXWATCH_E2E_REPORT: path },
  });
  const report = read(path);
  if (report === undefined) return counted(ok, undefined);
  const tests = report.suites.flatMap(testsOf);
  return counted(ok, {
    passed: tests.filter(({ status }) => status === "expected").length,
    failed: tests.filter(({ status }) => status === "unexpected" || status === "flaky").length,
    skipped: tests.filter(({ status }) => status === "skipped"),
  });
}

function testsOf({ title, suites = [], specs = [] }) {
  return [
    ...suites.flatMap(testsOf),
    ...specs.flatMap((spec) =>
      spec.tests.map(({ status, annotations }) => ({
        name: `${title} > ${spec.title}`,
        status,
        reason: annotations.find(({ type }) => type === "skip" || type === "fixme")?.description,
      })),
    ),
  ];
}

/** A stage that ended badly without naming a failed test, or without any word, has failed all the same. */
function counted(ok, report) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: [] };
  return ok || report.failed > 0 ? report : { ...report, failed: 1 };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function spawn(program, args, options = {}) {
  return spawnSync(program, args, { stdio: "inherit", cwd: root, ...options }).status === 0;
}
