// AssemblyScript, see json-walk.ts: where in memory what is known of one log lies. The room is fixed, and pages that are not
// touched cost nothing: a log that needs more is read by the slow reader.

/** Behind the text (electron/engine/json-walk.ts). */
const ROOM: usize = 5_308_416;

/** A log is given a number of its own, so that no table need be cleared for the next. */
export let log: u32 = 0;

export function nextLog(): void {
  log++;
}

export const MOST_LINKS: i32 = 196_608;
/** A power of two, and as many as are half empty at most: the number of the log and of the link in each. */
export const LINK_SLOTS: usize = ROOM;
export const LINK_MASK: u32 = 524_287;
/** Sixteen bytes of a uuid each. */
export const LINK_WORDS: usize = LINK_SLOTS + 524_288 * 8;
/** Call, blocks and time of each, see log-links.ts. */
export const ANCHORS: usize = LINK_WORDS + 196_608 * 16;

export const MOST_TEXTS: i32 = 131_072;
export const TEXT_SLOTS: usize = ANCHORS + 196_608 * 16;
export const TEXT_MASK: u32 = 262_143;
export const TEXTS: usize = TEXT_SLOTS + 262_144 * 8;
/** The bytes of the texts. */
export const BYTES: usize = TEXTS + 131_072 * 24;
export const BYTES_END: usize = BYTES + 8_388_608;

export const MOST_CALLS: i32 = 49_152;
export const CALLS: usize = BYTES_END;
export const CALL: usize = 144;
