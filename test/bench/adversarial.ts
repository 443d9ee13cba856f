import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FIGURE_TRAPS, FIRST_LINE, IDENTITY_TRAPS } from "./figure-traps.ts";
import { type Trap, TRAP_MODEL, TRAP_TIME } from "./trap-lines.ts";
import { FORM_TRAPS, QUOTED_TRAPS } from "./traps.ts";
import { TruthKeeper, type Truth } from "./truth.ts";

/** The last trap's log ends without a line end: nothing may follow it. */
export const TRAPS: readonly Trap[] = [...QUOTED_TRAPS, ...FORM_TRAPS, ...FIGURE_TRAPS, ...IDENTITY_TRAPS];

/** All traps in one log, which a reader must come through, and what is to be counted in it. */
export function writeTraps(out: string): Truth {
  const folder = join(out, "projects", "-home-dev-traps");
  mkdirSync(folder, { recursive: true });
  const all = [FIRST_LINE, ...TRAPS];
  const bytes = Buffer.concat(all.map((trap) => Buffer.from(trap.bytes)));
  writeFileSync(join(folder, "traps.jsonl"), bytes);
  const truth = new TruthKeeper();
  for (const { id, usage } of all.flatMap(({ counts }) => counts))
    truth.see({ id, usage, model: TRAP_MODEL, at: Date.parse(TRAP_TIME), distance: 0 });
  const lines = bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  return { seed: 0, files: 1, bytes: bytes.length, lines, usageLines: truth.usageLines, ...truth.sums() };
}
