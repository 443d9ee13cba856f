import { chanceOf, type Chance } from "../bench/chance.ts";
import { writePiece, type Piece } from "./hostile-json.ts";
import { assistantRecord, otherRecord, SESSION, usagePiece, type TrueCall } from "./hostile-record.ts";
import { breakRecord, implausibleUsage, NO_RECORDS } from "./hostile-damage.ts";
import { NO_USAGE, addUsage, type TokenUsage } from "../../shared/usage/token-usage.ts";

/** What one line of a hostile log truly is. Without its damaged bytes, all of its bytes are of one kind. */
export type TrueLine = {
  readonly start: number;
  /** With its line end. */
  readonly length: number;
  readonly kind: "counted" | "other" | "blank" | "damaged";
  readonly damagedBytes: number;
  readonly damagedRecords: number;
  readonly calls: readonly TrueCall[];
};

export type Truth = {
  readonly lines: readonly TrueLine[];
  /** Each id once, with its largest output. */
  readonly calls: ReadonlyMap<string, TokenUsage>;
  readonly usage: TokenUsage;
  readonly bytes: {
    readonly counted: number;
    readonly other: number;
    readonly blank: number;
    readonly damaged: number;
    readonly damagedRecords: number;
  };
};

type Drawn = Omit<TrueLine, "start" | "length"> & { readonly text: string };

/** Stands in a text for bytes that are no UTF-8, which no string can hold. */
const BAD_BYTES = "\uE000";
const NO_UTF8: readonly [readonly number[], ...(readonly number[])[]] = [
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xc0, 0xaf],
  [0xf0, 0x9f],
  [0x80],
];

/**
 * A log made to be misread, and what is true of it. The same seed and count give the same bytes on every computer.
 * Its first line is a sound one, so that the log is Claude Code's; the last has its line end.
 */
export function hostileLog(seed: number, count: number): { readonly bytes: Buffer; readonly truth: Truth } {
  const pen = new HostilePen(chanceOf(seed), `${seed}`);
  const lines: TrueLine[] = [];
  const texts: Buffer[] = [];
  let start = 0;
  for (let n = 0; n < count; n++) {
    const { text, ...line } = n === 0 ? pen.first() : pen.draw();
    const bytes = Buffer.concat([pen.encode(text), Buffer.from(pen.lineEnd())]);
    texts.push(bytes);
    lines.push({ start, length: bytes.length, ...line });
    start += bytes.length;
  }
  return { bytes: Buffer.concat(texts), truth: truthOf(lines) };
}

function truthOf(lines: readonly TrueLine[]): Truth {
  const calls = new Map<string, TokenUsage>();
  const bytes = { counted: 0, other: 0, blank: 0, damaged: 0, damagedRecords: 0 };
  for (const line of lines) {
    for (const { id, usage } of line.calls) {
      const known = calls.get(id);
      if (known === undefined || usage.output > known.output) calls.set(id, usage);
    }
    bytes[line.kind] += line.length - line.damagedBytes;
    bytes.damaged += line.damagedBytes;
    bytes.damagedRecords += line.damagedRecords;
  }
  return { lines, calls, usage: [...calls.values()].reduce(addUsage, NO_USAGE), bytes };
}

class HostilePen {
  readonly #chance: Chance;
  readonly #prefix: string;
  readonly #seen: TrueCall[] = [];

  constructor(chance: Chance, prefix: string) {
    this.#chance = chance;
    this.#prefix = prefix;
  }

  first(): Drawn {
    return sound(JSON.stringify({ type: "user", sessionId: SESSION, message: { content: "start" } }));
  }

  lineEnd(): string {
    return this.#chance.happens(0.05) ? "\r\n" : "\n";
  }

  encode(text: string): Buffer {
    const parts = text.split(BAD_BYTES).map((part) => Buffer.from(part));
    return Buffer.concat(
      parts.flatMap((part, n) => (n === 0 ? [part] : [Buffer.from(this.#chance.pick(NO_UTF8)), part])),
    );
  }

  draw(): Drawn {
    const chance = this.#chance;
    const roll = chance.below(100);
    if (roll < 45) return this.#call();
    if (roll < 62) return sound(writePiece(otherRecord(chance), chance));
    if (roll < 68)
      return {
        ...sound(chance.pick(["", " ", "\t \t", "\0".repeat(chance.below(900) + 1), "\ufeff"])),
        kind: "blank",
      };
    if (roll < 73) return this.#implausible();
    if (roll < 78) return damaged(chance.pick(NO_RECORDS));
    if (roll < 82) return damaged(breakRecord(this.#call().text, chance));
    if (roll < 85) return damaged(this.#cut());
    if (roll < 90) return this.#spliced();
    if (roll < 94) return this.#glued();
    if (roll < 97) return this.#noisy();
    return this.#wrapped();
  }

  #call(): Drawn {
    const { id, usage } = this.#nextCall();
    const chance = this.#chance;
    const text = writePiece(assistantRecord(id, usagePiece(usage, chance), chance), chance);
    const bad = chance.happens(0.03) ? text.replace("plain reply", `plain${BAD_BYTES}reply`) : text;
    return { text: bad, kind: "counted", damagedBytes: 0, damagedRecords: 0, calls: [{ id, usage }] };
  }

  /** A new call, or one more line of an earlier one with another output. */
  #nextCall(): TrueCall {
    const chance = this.#chance;
    const output = chance.below(5_000) * 10;
    const known = chance.happens(0.25) ? this.#seen[chance.below(this.#seen.length)] : undefined;
    const figure = () => (chance.happens(0.3) ? 0 : chance.longTail(1, 20_000) * 10);
    const call =
      known === undefined
        ? {
            id: `msg_${this.#prefix}_${this.#seen.length}${chance.happens(0.05) ? "/ü😀" : ""}`,
            usage: {
              uncachedInput: figure(),
              cacheRead: figure(),
              cacheWrite5m: figure(),
              cacheWrite1h: figure(),
              cacheWriteUnknownTtl: chance.happens(0.1) ? figure() : 0,
              output,
            },
          }
        : { id: known.id, usage: { ...known.usage, output } };
    if (known === undefined) this.#seen.push(call);
    return call;
  }

  #implausible(): Drawn {
    const usage: Piece = implausibleUsage(this.#chance);
    const text = writePiece(assistantRecord("msg_bad", usage, this.#chance), this.#chance);
    return { text, kind: "damaged", damagedBytes: 0, damagedRecords: 1, calls: [] };
  }

  /** The beginning of a record, not so long that it is whole, nor ending where an inner object ends. */
  #cut(): string {
    const { text } = sound(
      writePiece(this.#chance.happens(0.5) ? this.#drawCallApart() : otherRecord(this.#chance), this.#chance),
    );
    const units = Array.from(text);
    let end = 1 + this.#chance.below(Math.max(1, units.length - 2));
    while (end > 1 && /[}\s]/.test(units[end - 1] ?? "")) end--;
    return units.slice(0, end).join("") || "{";
  }

  /** A record that is not counted, because only a part of it is ever written. */
  #drawCallApart(): Piece {
    return assistantRecord(
      "msg_cut",
      usagePiece({ ...NO_USAGE, output: 777_777 }, this.#chance),
      this.#chance,
    );
  }

  /** One or two cut-off records, and behind them whole ones. */
  #spliced(): Drawn {
    const lost = this.#cut() + (this.#chance.happens(0.3) ? this.#cut() : "");
    const whole = this.#chance.happens(0.7) ? this.#call() : this.#glued();
    return { ...whole, text: lost + whole.text, damagedBytes: Buffer.byteLength(lost), damagedRecords: 1 };
  }

  /** Two or three records on one line, with nothing or noise between them. */
  #glued(): Drawn {
    const records = [this.#call(), this.#call(), ...(this.#chance.happens(0.3) ? [this.#call()] : [])];
    const between = this.#chance.pick(["", "", " ", "\t", "\0\0\0"]);
    return {
      ...sound(records.map(({ text }) => text).join(between)),
      kind: "counted",
      calls: records.flatMap(({ calls }) => calls),
    };
  }

  #noisy(): Drawn {
    const call = this.#call();
    const before = this.#chance.pick([
      "\ufeff",
      "\0".repeat(this.#chance.below(700) + 1),
      " \t",
      "\ufeff\0 ",
    ]);
    return { ...call, text: before + call.text + this.#chance.pick(["", " ", "\0\0", "\t\r"]) };
  }

  /** A record with something behind it that is none, or before it. */
  #wrapped(): Drawn {
    const call = this.#call();
    const lost = this.#chance.pick([",", "]", "x", "}", "half a line", '"', "777777", this.#cut()]);
    const text = this.#chance.happens(0.5) ? call.text + lost : lost + call.text;
    return { ...call, text, damagedBytes: Buffer.byteLength(lost), damagedRecords: 1 };
  }
}

function sound(text: string): Drawn {
  return { text, kind: "other", damagedBytes: 0, damagedRecords: 0, calls: [] };
}

function damaged(text: string): Drawn {
  return { text, kind: "damaged", damagedBytes: 0, damagedRecords: 1, calls: [] };
}
