import { chanceOf, type Chance } from "./chance.ts";

/** Text that is JSON-escaped already, to be copied into lines instead of being made for each. */
export type TextPool = {
  readonly bytes: Buffer;
  /** Where its pieces begin; a text is some whole pieces one after another. */
  readonly starts: Uint32Array;
  readonly base64: Buffer;
};

const POOL_BYTES = 2_000_000;
const BASE64_BYTES = 1_200_000;

const WORDS =
  "ledger basin gravel harbor lantern meadow nickel orchard pebble quarry ribbon saddle timber velvet walnut zephyr " +
  "anchor bramble cinder drizzle ember fathom glacier hollow inlet juniper kettle lattice marble nectar";
const FOREIGN = [
  "Größe geprüft, Übung beendet – Maße stimmen",
  "файл сохранён: пять строк",
  "テスト完了 ✓ 三件",
  "构建通过，用时三秒",
  "🚲 → 🏔 ½ × ∞ … “quoted”",
  "┌──────┬──────┐ │ läuft │ 42 │ └──────┴──────┘",
];

/** What tools print and models write, out of our own words: code, listings, logs, other languages, and log lines quoted. */
export function textPool(seed: number): TextPool {
  const chance = chanceOf(seed);
  const words = WORDS.split(" ");
  const word = () => words[chance.below(words.length)] ?? "word";
  const pieces: string[] = [];
  let size = 0;
  while (size < POOL_BYTES) {
    const piece = escapePiece(chance, pieceOf(chance, word));
    pieces.push(piece);
    size += Buffer.byteLength(piece);
  }
  const starts = new Uint32Array(pieces.length + 1);
  let at = 0;
  pieces.forEach((piece, index) => {
    at += Buffer.byteLength(piece);
    starts[index + 1] = at;
  });
  const noise = Buffer.alloc((BASE64_BYTES / 4) * 3);
  for (let i = 0; i < noise.length; i++) noise[i] = chance.below(256);
  return { bytes: Buffer.from(pieces.join("")), starts, base64: Buffer.from(noise.toString("base64")) };
}

function pieceOf(chance: Chance, word: () => string): string {
  const n = chance.below(9000);
  const indent = "  ".repeat(chance.below(4));
  const kind = chance.below(40);
  if (kind < 12)
    return `${indent}const ${word()} = await ${word()}("${word()}/${word()}.ts", { depth: ${n} });\n`;
  if (kind < 20)
    return `${indent}${word()} ${word()} the ${word()} of ${word()}, ${word()} ${n} ${word()}.\n`;
  if (kind < 26) return `src/${word()}/${word()}.ts:${n}:${n % 90}: ${word()} is not a ${word()}\n`;
  if (kind < 30) return `${indent}\t<${word()} class='${word()}'>${word()}</${word()}>\r\n`;
  if (kind < 32) return `C:\\Users\\dev\\${word()}\\${word()}.log  ${n} bytes\n`;
  if (kind < 34) return `\u001b[32m✓\u001b[39m ${word()} ${word()} \u001b[2m(${n} ms)\u001b[22m\n`;
  if (kind < 37) return `${FOREIGN[chance.below(FOREIGN.length)] ?? ""} ${n}\n`;
  if (kind < 39) return `{"${word()}": [${n}, ${n % 7}, null], "${word()}": "${word()} \\"${word()}\\""}\n`;
  return quotedLogLine(n);
}

/** A log line that somebody printed: none of its figures may be counted. */
function quotedLogLine(n: number): string {
  const usage = { input_tokens: 900_000 + n, cache_read_input_tokens: 7, output_tokens: 999_999 };
  const message = { id: `msg_quoted${n}`, model: "claude-opus-5", role: "assistant", content: [], usage };
  return `${JSON.stringify({ parentUuid: null, isSidechain: false, message, type: "assistant", sessionId: "q" })}\n`;
}

function escapePiece(chance: Chance, piece: string): string {
  const text = JSON.stringify(piece).slice(1, -1);
  // Some writers leave nothing but ASCII.
  if (!chance.happens(0.3)) return text;
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
