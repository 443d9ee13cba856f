import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FULL } from "../faults/machine.ts";
import { follow } from "./follow.ts";
import { operation } from "./operations.ts";
import { NEEDS_PYTHON, PYTHON, startOracle, type Oracle } from "./oracle.ts";
import { SEQUENCES } from "./sequences.ts";

/** `npm run test:faults` follows a hundred sequences, the ordinary suite two dozen; before a release it may be 2,000. */
const RUNS = Number(process.env["PREFIXWATCH_MODEL_RUNS"] ?? (FULL ? 100 : 24));
/** Each kill starts a process. */
const EVERY_STATEMENT = FULL ? 3 : 9;
/** The same sequences each time, so that a failure is one of the change and not of the day. */
const SEED = Number(process.env["PREFIXWATCH_MODEL_SEED"] ?? 5);
/** Making a failing sequence small takes minutes: `PREFIXWATCH_MODEL_SHRINK=1`. */
const SHRINKS = process.env["PREFIXWATCH_MODEL_SHRINK"] !== undefined;

let oracle: Oracle | undefined;
beforeAll(() => {
  if (PYTHON !== undefined) oracle = startOracle();
});
afterAll(() => oracle?.stop());

test.skipIf(PYTHON === undefined)(
  `whatever happens to the logs and to the program, the ledger holds what a naive reader counts ${NEEDS_PYTHON}`,
  { timeout: 120_000 + RUNS * 10_000 },
  async () => {
    const sequences = fc.array(operation, { minLength: 1, maxLength: 50, size: "max" });
    const property = fc.asyncProperty(sequences, (sequence) => follow(sequence, given()));
    await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: !SHRINKS });
  },
);

test.skipIf(PYTHON === undefined).each(SEQUENCES)(`%s ${NEEDS_PYTHON}`, (_, sequence) =>
  follow(sequence, given()),
);

test.skipIf(PYTHON === undefined)(
  `killed at any of its statements, a start leaves a ledger that the next one completes ${NEEDS_PYTHON}`,
  { timeout: 120_000 },
  async () => {
    const grow = [
      { name: "append", a: 0, b: 2, c: 1 },
      { name: "append", a: 4, b: 1, c: 2 },
      { name: "grow", a: 1, b: 1, c: 30 },
    ] as const;
    for (let statement = 2; statement < 150; statement += EVERY_STATEMENT) {
      await follow([...grow, { name: "kill", a: statement, b: 0, c: 0 }, ...grow], given());
    }
  },
);

function given(): Oracle {
  expect(oracle).toBeDefined();
  if (oracle === undefined) throw new Error("There is no oracle");
  return oracle;
}
