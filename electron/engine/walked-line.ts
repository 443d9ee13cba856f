import type { LineFields, ValueKind } from "../../shared/log/line-fields.ts";
import type { LinkId, LinkNumbers } from "../../shared/log/link-ids.ts";
import { FIELD, type Field } from "../../shared/log/wanted-fields.ts";
import { instantField } from "../../shared/log/json-record.ts";

const FIELD_COUNT = 48;
/** The status and such, and the numbers of two links. */
const HEADER = 14;
const LINKS = 5;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The text that a field had last, and its bytes to know it again by. */
class KnownText {
  text = "";
  #bytes = new DataView(new ArrayBuffer(64));
  #length = 0;
  #value: unknown;

  /** `at` and `length` are those of the text with its quotes. */
  holds(bytes: DataView, at: number, length: number): boolean {
    if (length !== this.#length) return false;
    // Four at a time, from the end: ids that follow each other often begin alike.
    let i = length - 4;
    for (; i >= 0; i -= 4) if (bytes.getInt32(at + i) !== this.#bytes.getInt32(i)) return false;
    for (i += 3; i >= 0; i--) if (bytes.getUint8(at + i) !== this.#bytes.getUint8(i)) return false;
    return true;
  }

  keep(bytes: Buffer, at: number, length: number): void {
    if (length > this.#bytes.byteLength) this.#bytes = new DataView(new ArrayBuffer(length * 2));
    let all = 0;
    for (let i = 0; i < length; i++) {
      const byte = bytes[at + i] ?? 0;
      this.#bytes.setUint8(i, byte);
      all |= byte;
    }
    this.#length = length;
    this.text = bytes.toString(all < 0x80 ? "latin1" : "utf8", at + 1, at + length - 1);
  }

  /** The decoded value that stands there; the last one where it is the same. */
  valueAt(bytes: Buffer, view: DataView, at: number, length: number): unknown {
    if (this.holds(view, at, length)) return this.#value;
    this.keep(bytes, at, length);
    this.#value = JSON.parse(bytes.toString("utf8", at, at + length));
    return this.#value;
  }
}

/**
 * One line as the walker noted it: where its fields stand in the text. Texts that come again line after line (a session,
 * a version, the uuid of the line before) are compared and not decoded again.
 */
export class WalkedLine implements LineFields {
  static readonly RECORD_BYTES = (HEADER + 2 * FIELD_COUNT) * 4;

  readonly #bytes: Buffer;
  readonly #view: DataView;
  readonly #cells: Int32Array;
  readonly #known: readonly KnownText[] = Array.from({ length: FIELD_COUNT }, () => new KnownText());
  readonly #date = new KnownText();
  #midnightOfDate: number | undefined;
  #cell = 0;

  constructor(bytes: Buffer, cells: Int32Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#cells = cells;
  }

  /** To the record at a byte address. */
  moveTo(address: number): void {
    this.#cell = address >> 2;
  }

  get isPlain(): boolean {
    return this.#cells[this.#cell] === 1;
  }

  get start(): number {
    return this.#cells[this.#cell + 1] ?? 0;
  }

  get next(): number {
    return this.#cells[this.#cell + 2] ?? 0;
  }

  get blocks(): number {
    return this.#cells[this.#cell + 3] ?? 0;
  }

  get flags(): number {
    return this.#cells[this.#cell + 4] ?? 0;
  }

  kind(field: Field): ValueKind {
    const at = this.#at(field);
    if (at === 0) return "absent";
    switch (this.#bytes[at] ?? 0) {
      case 0x22:
        return "text";
      case 0x7b:
        return "object";
      case 0x5b:
        return "list";
      case 0x74:
        return "true";
      case 0x66:
        return "false";
      case 0x6e:
        return "null";
      default:
        return "number";
    }
  }

  text(field: Field): string | undefined {
    const at = this.#at(field);
    if (at === 0 || this.#bytes[at] !== QUOTE) return undefined;
    const length = this.#length(field);
    if (length === 2) return undefined;
    if (length < 0) return this.#unescaped(at, -length);
    const known = this.#knownOf(field);
    if (!known.holds(this.#view, at, length)) known.keep(this.#bytes, at, length);
    return known.text;
  }

  opening(field: Field): string | undefined {
    const at = this.#at(field);
    const length = this.#length(field);
    if (at === 0 || this.#bytes[at] !== QUOTE || length === 2) return undefined;
    const first = this.#bytes[at + 1] ?? 0;
    const isPlain = first > 0x20 && first < 0x7f && first !== 0x3c && first !== 0x5b && first !== BACKSLASH;
    if (isPlain) return String.fromCharCode(first);
    return length < 0 ? this.#unescaped(at, -length) : this.#bytes.toString("utf8", at + 1, at + length - 1);
  }

  count(field: Field): number {
    return this.#at(field) === 0 ? 0 : this.#length(field);
  }

  link(field: Field, ids: LinkNumbers): LinkId | undefined {
    const plain = this.#cells[this.#cell + LINKS] ?? 0;
    const words = this.#cell + LINKS + 1;
    if (field === FIELD.uuid && (plain & 1) !== 0) return this.#linkAt(words, ids);
    if (field === FIELD.parentUuid && (plain & 2) !== 0) return this.#linkAt(words + 4, ids);
    const text = this.text(field);
    return text === undefined ? undefined : ids.ofText(text);
  }

  #linkAt(cell: number, ids: LinkNumbers): LinkId {
    const cells = this.#cells;
    return ids.ofWords(cells[cell] ?? 0, cells[cell + 1] ?? 0, cells[cell + 2] ?? 0, cells[cell + 3] ?? 0);
  }

  instant(field: Field): number | undefined {
    const at = this.#at(field);
    if (at === 0 || this.#bytes[at] !== QUOTE) return undefined;
    return this.#plainInstant(at) ?? instantField({ at: this.text(field) }, "at");
  }

  value(field: Field): unknown {
    const at = this.#at(field);
    if (at === 0) return undefined;
    return this.#knownOf(field).valueAt(this.#bytes, this.#view, at, Math.abs(this.#length(field)));
  }

  /** `2026-08-08T00:31:53.907Z`, the form that Claude Code writes; `undefined` for any other. */
  #plainInstant(at: number): number | undefined {
    const bytes = this.#bytes;
    if (this.#length(FIELD.timestamp) !== 26 || bytes[at + 24] !== 0x5a || bytes[at + 20] !== 0x2e)
      return undefined;
    if (bytes[at + 14] !== 0x3a || bytes[at + 17] !== 0x3a) return undefined;
    const hours = this.#digits(at + 12, 2);
    const minutes = this.#digits(at + 15, 2);
    const seconds = this.#digits(at + 18, 2);
    const millis = this.#digits(at + 21, 3);
    if (hours === undefined || minutes === undefined || seconds === undefined || millis === undefined)
      return undefined;
    if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
    const midnight = this.#midnight(at);
    return midnight === undefined
      ? undefined
      : midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
  }

  /** Of the date and its `T`, which stay the same over many lines. */
  #midnight(at: number): number | undefined {
    // Twelve bytes with the quote, taken for a text of their own.
    if (!this.#date.holds(this.#view, at, 13)) {
      this.#date.keep(this.#bytes, at, 13);
      this.#midnightOfDate = instantField({ at: `${this.#date.text}00:00:00.000Z` }, "at");
    }
    return this.#midnightOfDate;
  }

  #digits(at: number, count: number): number | undefined {
    let value = 0;
    for (let i = at; i < at + count; i++) {
      const digit = (this.#bytes[i] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) return undefined;
      value = value * 10 + digit;
    }
    return value;
  }

  #unescaped(at: number, length: number): string | undefined {
    const text: unknown = JSON.parse(this.#bytes.toString("utf8", at, at + length));
    return typeof text === "string" && text !== "" ? text : undefined;
  }

  #knownOf(field: Field): KnownText {
    const known = this.#known[field];
    if (known === undefined) throw new Error(`no field ${field}`);
    return known;
  }

  #at(field: Field): number {
    return this.#cells[this.#cell + HEADER + 2 * field] ?? 0;
  }

  #length(field: Field): number {
    return this.#cells[this.#cell + HEADER + 2 * field + 1] ?? 0;
  }
}
