// AssemblyScript, see json-walk.ts: the records of one log by their uuids, and what hangs below each: the twin of
// shared/log/link-ids.ts and shared/log/anchors.ts.

import { ANCHORS, LINK_MASK, LINK_SLOTS, LINK_WORDS, log, MOST_LINKS } from "./log-room.ts";

export const NO_LINK: i32 = -1;
/** No room for another. */
export const NO_ROOM: i32 = -2;

/** The anchor of a record: its call, the blocks since, and when the request began. */
const ANCHOR: usize = 16;
const BLOCKS: usize = 4;
const REQUEST_AT: usize = 8;
const NOWHERE: i32 = -1;
/** Calls count from 1. */
export const NO_CALL: i32 = 0;

let count: i32 = 0;

export function forgetLinks(): void {
  count = 0;
}

/** By the four numbers of its uuid, which stand at `words`. */
export function linkAt(words: usize): i32 {
  const ab = load<u64>(words);
  const cd = load<u64>(words, 8);
  let slot = hash(ab, cd) & LINK_MASK;
  while (true) {
    const place = LINK_SLOTS + (slot as usize) * 8;
    if (load<u32>(place) != log) {
      const link = newLink();
      if (link == NO_ROOM) return NO_ROOM;
      store<u64>(LINK_WORDS + (link as usize) * 16, ab);
      store<u64>(LINK_WORDS + (link as usize) * 16, cd, 8);
      store<u32>(place, log);
      store<i32>(place, link, 4);
      return link;
    }
    const link = load<i32>(place, 4);
    const known = LINK_WORDS + (link as usize) * 16;
    if (load<u64>(known) == ab && load<u64>(known, 8) == cd) return link;
    slot = (slot + 1) & LINK_MASK;
  }
}

const ASKED: usize = 704;

/** The same for the caller. */
export function linkOfWords(a: u32, b: u32, c: u32, d: u32): i32 {
  store<u32>(ASKED, a);
  store<u32>(ASKED, b, 4);
  store<u32>(ASKED, c, 8);
  store<u32>(ASKED, d, 12);
  return linkAt(ASKED);
}

/** For a name that is no uuid: whoever asks keeps it. */
export function newLink(): i32 {
  if (count == MOST_LINKS) return NO_ROOM;
  store<i32>(anchorOf(count), NOWHERE);
  return count++;
}

/** Version and clock stand in fixed places of a uuid. */
function hash(ab: u64, cd: u64): u32 {
  const mixed = ((ab ^ rotl<u64>(cd, 23)) * 0x9e3779b97f4a7c15) ^ (cd * 0xc2b2ae3d27d4eb4f);
  return ((mixed >>> 32) as u32) ^ (mixed as u32);
}

/** Only the first anchor of a record counts. Not a number: no time. */
export function hang(link: i32, call: i32, requestAt: f64, blocks: i32): void {
  if (link == NO_LINK || load<i32>(anchorOf(link)) != NOWHERE) return;
  store<i32>(anchorOf(link), call);
  store<i32>(anchorOf(link), blocks, BLOCKS);
  store<f64>(anchorOf(link), requestAt, REQUEST_AT);
}

/** Whether the record is known, and the three that follow are of it. */
export function isAnchored(link: i32): bool {
  return link != NO_LINK && load<i32>(anchorOf(link)) != NOWHERE;
}

export function callAbove(link: i32): i32 {
  return load<i32>(anchorOf(link));
}

export function blocksSince(link: i32): i32 {
  return load<i32>(anchorOf(link), BLOCKS);
}

export function requestOf(link: i32): f64 {
  return load<f64>(anchorOf(link), REQUEST_AT);
}

/** A record that is no call: what comes after it hangs where it hangs, and it may start a request. */
export function passOn(link: i32, parent: i32, startsRequest: bool, at: f64, blocks: i32): void {
  const anchored = isAnchored(parent);
  const before = anchored ? requestOf(parent) : NaN;
  const requestAt = startsRequest && !isNaN<f64>(at) ? at : before;
  hang(
    link,
    anchored ? callAbove(parent) : NO_CALL,
    requestAt,
    (anchored ? blocksSince(parent) : 0) + blocks,
  );
}

function anchorOf(link: i32): usize {
  return ANCHORS + (link as usize) * ANCHOR;
}
