import { SEEDED_BUGS, type SeededBug } from "./bugs.ts";
import { openCopy } from "./seeded-copy.ts";

/**
 * Puts each seeded bug into a copy of the project and runs the tests that must notice it. Ends with 1 unless all are
 * caught. A bug is caught by a test that passes without it and fails with it; code that does not load catches nothing.
 * Words given as arguments choose bugs by their names.
 */
const words = process.argv.slice(2);
const chosen = SEEDED_BUGS.filter(({ name }) => words.every((word) => name.includes(word)));
const copy = openCopy();
let caught = 0;
try {
  for (const bug of chosen) {
    const problem = tryBug(bug);
    if (problem === undefined) caught++;
    else say(`  MISSED: ${problem}`);
  }
} finally {
  copy.clear();
}
say(`${caught} of ${chosen.length} caught`);
process.exitCode = caught === chosen.length && chosen.length > 0 ? 0 : 1;

function tryBug(bug: SeededBug): string | undefined {
  const began = performance.now();
  const sound = copy.test(bug.tests);
  copy.put(bug);
  const faulty = copy.test(bug.tests);
  copy.takeOut();
  say(`${bug.name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  if (sound.failed.length > 0) return `already without the bug this fails: ${sound.failed.join("; ")}`;
  if (sound.passed === 0) return `no test ran\n${sound.output}`;
  const [first, ...others] = faulty.failed;
  if (first === undefined) return `${faulty.passed} tests pass with it\n${faulty.output.slice(-2_000)}`;
  say(`  caught by: ${first}${others.length === 0 ? "" : ` and ${others.length} more`}`);
  return undefined;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
