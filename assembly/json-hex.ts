// AssemblyScript, see json-walk.ts: hexadecimal digits, eight at a time.

const ONES: u64 = 0x0101010101010101;

export function isHex4(at: usize): bool {
  // Half of the eight is given.
  return nibbles((load<u32>(at) as u64) | 0x3030303000000000, ONES * 0x20) != NO_HEX;
}

/** Writes the 16 bytes of a uuid in small letters as four numbers; `false` where none stands at `at`. */
export function decodeUuid(at: usize, to: usize): bool {
  const dashes =
    load<u8>(at, 8) == 0x2d &&
    load<u8>(at, 13) == 0x2d &&
    load<u8>(at, 18) == 0x2d &&
    load<u8>(at, 23) == 0x2d;
  if (!dashes) return false;
  const a = nibbles(load<u64>(at), 0);
  const b = nibbles((load<u32>(at, 9) as u64) | ((load<u32>(at, 14) as u64) << 32), 0);
  const c = nibbles((load<u32>(at, 19) as u64) | ((load<u32>(at, 24) as u64) << 32), 0);
  const d = nibbles(load<u64>(at, 28), 0);
  if (a == NO_HEX || b == NO_HEX || c == NO_HEX || d == NO_HEX) return false;
  store<u32>(to, packed(a), 0);
  store<u32>(to, packed(b), 4);
  store<u32>(to, packed(c), 8);
  store<u32>(to, packed(d), 12);
  return true;
}

const NO_HEX: u64 = ~0;

/** The values of eight digits, one in each byte. `fold`: 0x20 in each byte to take capital letters too. */
function nibbles(text: u64, fold: u64): u64 {
  // 1 for each letter: of the bytes that can be a digit only letters have this bit.
  const letters = (text >> 6) & ONES;
  const digits = text | (fold & (letters << 5));
  const values = (digits & (ONES * 0x0f)) + letters * 9;
  // Every byte must be what its value is written as, a letter from ten on, and nothing else.
  const isLetter = ((values + ONES * 6) >> 4) & ONES;
  const written = values + ONES * 0x30 + letters * 0x27;
  const tooLarge = values & (ONES * 0x10);
  return tooLarge == 0 && isLetter == letters && written == digits ? values : NO_HEX;
}

function packed(values: u64): u32 {
  // Pairs, fours, eight: the first digit is the highest.
  const pairs = ((values << 4) | (values >> 8)) & 0x00ff00ff00ff00ff;
  const fours = ((pairs << 8) | (pairs >> 16)) & 0x0000ffff0000ffff;
  return ((fours << 16) | (fours >> 32)) as u32;
}
