import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A log as the oracle reads it. `live`: it stands there now; else it is what was seen of it before it was destroyed. */
export type OracleFile = {
  readonly path: string;
  readonly project: string;
  readonly text: string;
  readonly live: boolean;
};

/** What the writer of a damaged line knows to be in it. */
export type Damage = { readonly records: readonly string[]; readonly bad: number };

export type OracleAnswer = {
  /** day, model, project, calls, and the six kinds of tokens. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** Damaged pieces in each live file. */
  readonly damaged: { readonly [path: string]: number };
};

export type Oracle = {
  readonly ask: (files: readonly OracleFile[], damage: ReadonlyMap<string, Damage>) => Promise<OracleAnswer>;
  readonly stop: () => void;
};

/** Python 3, where there is one. A shim in front of it would be started with each process, so the program itself. */
function findPython(): string | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

export const PYTHON = findPython();
export const NEEDS_PYTHON = "(needs python3)";

export function startOracle(): Oracle {
  if (PYTHON === undefined) throw new Error("There is no python3");
  const child = spawn(PYTHON, [join(import.meta.dirname, "oracle.py")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (files, damage) => {
      child.stdin.write(`${JSON.stringify({ files, damage: Object.fromEntries(damage) })}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error("The oracle has ended; it says above why");
      return JSON.parse(answer.value) as OracleAnswer;
    },
    stop: () => child.stdin.end(),
  };
}
