/** What a refusal of SQLite means: the ledger is whole and could not be reached just now, or it is not whole. */
export type StoreFailure =
  | { readonly kind: "not-saved"; readonly reason: string; readonly nextStep: string }
  | { readonly kind: "damaged" };

const FULL = 13;
/** SQLITE_IOERR_SHMSIZE */
const NO_ROOM_TO_SHARE = 10 | (19 << 8);

const CAUSES = new Map<number, { readonly reason: string; readonly nextStep: string }>([
  [3, { reason: "the system does not permit it", nextStep: "Make the data folder your own again." }],
  [5, { reason: "another program holds the ledger", nextStep: "Close what has it open." }],
  [6, { reason: "another program holds the ledger", nextStep: "Close what has it open." }],
  [8, { reason: "the ledger is read-only", nextStep: "Make the data folder writable." }],
  [10, { reason: "the disk reports an error", nextStep: "Check the disk of the data folder." }],
  [FULL, { reason: "the disk is full", nextStep: "Free some space on the disk of the data folder." }],
  [14, { reason: "the ledger cannot be opened", nextStep: "Make the data folder readable and writable." }],
]);
/** A torn page, and a file that is no database. */
const DAMAGE = new Set([11, 26]);

/** `undefined`: not the store's doing, so a bug of ours. */
export function storeFailureOf(error: unknown): StoreFailure | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number")
    return undefined;
  // Extended codes carry the plain one in their low byte. No room for the shared memory is told as an I/O error.
  const code = error.errcode === NO_ROOM_TO_SHARE ? FULL : error.errcode & 0xff;
  if (DAMAGE.has(code)) return { kind: "damaged" };
  const cause = CAUSES.get(code);
  return cause === undefined ? undefined : { kind: "not-saved", ...cause };
}
