import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isSystemError } from "./discover.ts";
import { isRecord } from "../../shared/log/json-record.ts";
import type { EpochMs } from "../../shared/units.ts";

/** So long a note is believed: a sector that goes bad by itself changes no time of the file. */
const BELIEVED_MS = 24 * 60 * 60_000;

/**
 * When this very file, as the program closed it, was last looked through; `undefined` when it is to be now. A second run
 * that looked through all its pages took 180 ms, one that did not 140 (28 MB, 2026-11-21). The note is good for one time:
 * what ends otherwise than by closing leaves none.
 */
export function knownSoundSince(ledger: string, now: EpochMs): EpochMs | undefined {
  const note = noteOf(ledger);
  try {
    const noted: unknown = JSON.parse(readFileSync(note, "utf8"));
    rmSync(note, { force: true });
    if (existsSync(`${ledger}-wal`)) return undefined;
    if (!isRecord(noted) || typeof noted["at"] !== "number") return undefined;
    const { at, file } = noted;
    const age = now - at;
    return age >= 0 && age < BELIEVED_MS && file === stateOf(ledger) ? at : undefined;
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * After the ledger was closed, whole and with all that was committed in it. `checkedAt` is of its last look through: who
 * runs the program every day would else never have one.
 */
export function noteSound(ledger: string, checkedAt: EpochMs): void {
  // Another program still has it open, and its newest pages lie beside it.
  if (existsSync(`${ledger}-wal`)) return;
  try {
    writeFileSync(noteOf(ledger), JSON.stringify({ at: checkedAt, file: stateOf(ledger) }), { mode: 0o600 });
  } catch (error) {
    // Without it the ledger is looked through.
    if (!isSystemError(error)) throw error;
  }
}

function noteOf(ledger: string): string {
  return `${ledger}.sound.json`;
}

function stateOf(ledger: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(ledger, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}
