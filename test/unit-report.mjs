// Runs the unit tests as `npm run unit` does, and writes what became of each to the file that is named.
import { writeFileSync } from "node:fs";
import { startVitest } from "vitest/node";

const [reportPath] = process.argv.slice(2);
const report = { passed: 0, failed: 0, skipped: [] };

const counter = {
  onTestRunEnd(modules, errors) {
    for (const module of modules) {
      // A file that could not even be loaded has no tests to count.
      if (module.errors().length > 0) report.failed += 1;
      for (const test of module.children.allTests()) count(test);
    }
    report.failed += errors.length;
  },
};

function count(test) {
  const { state, note } = test.result();
  if (state === "passed") report.passed += 1;
  else if (state === "skipped") report.skipped.push({ name: test.fullName, reason: note });
  else report.failed += 1;
}

const vitest = await startVitest("test", [], { watch: false, reporters: ["default", counter] });
await vitest.close();
writeFileSync(reportPath, JSON.stringify(report));
