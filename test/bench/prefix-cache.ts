import type { Chance } from "./chance.ts";
import type { TrueUsage } from "./truth.ts";

/** What changed since the call before that a cached prefix does not survive. */
export type Break = "none" | "model" | "tools" | "messages";

export type Served = {
  readonly usage: TrueUsage;
  /** What the server says it could not read, and why. */
  readonly miss: { readonly type: string; readonly tokens: number } | undefined;
};

const MINUTE = 60_000;
const CONTEXT = 165_000;

/** The server's prompt cache for one conversation, as far as usage figures show it: the prefix grows, expires and breaks. */
export class PrefixCache {
  readonly #chance: Chance;
  readonly #hour: boolean;
  /** Tools and system prompt, which other conversations of the same folder may have warmed. */
  readonly #floor: number;
  #prefix = 0;
  #before = 0;
  #compacted = false;
  #lastAt = 0;

  constructor(chance: Chance, hour: boolean) {
    this.#chance = chance;
    this.#hour = hour;
    this.#floor = 13_000 + chance.below(6_000);
  }

  get isFull(): boolean {
    return this.#prefix > CONTEXT;
  }

  get size(): number {
    return this.#prefix;
  }

  compact(summary: number): void {
    this.#prefix = this.#floor + summary;
    this.#compacted = true;
  }

  /** A call at `at` whose prompt is what the last one was and `added` tokens more. */
  serve(
    at: number,
    added: number,
    changed: Break,
  ): Omit<Served, "usage"> & { readonly read: number; readonly written: number } {
    const expected = this.#prefix;
    const total = (expected === 0 ? this.#floor : expected) + added;
    const { read, type } = this.#readable(at, expected, changed);
    this.#before = expected;
    this.#prefix = total;
    this.#lastAt = at;
    this.#compacted = false;
    const miss = type === undefined ? undefined : { type, tokens: Math.round((expected - read) * 0.8) };
    return { read, written: total - read, miss };
  }

  split(written: number): Pick<TrueUsage, "creation5m" | "creation1h"> {
    return this.#hour ? { creation5m: 0, creation1h: written } : { creation5m: written, creation1h: 0 };
  }

  #readable(at: number, expected: number, changed: Break): { readonly read: number; readonly type?: string } {
    const lifetime = (this.#hour ? 60 : 5) * MINUTE;
    if (expected === 0) return { read: this.#chance.happens(0.6) ? this.#floor : 0 };
    if (this.#compacted) return { read: this.#floor };
    if (at - this.#lastAt > lifetime + MINUTE) return { read: 0, type: "previous_message_not_found" };
    if (changed === "model") return { read: 0, type: "model_changed" };
    if (changed === "tools") return { read: 0, type: "tools_changed" };
    if (changed === "messages")
      return { read: Math.max(this.#floor, this.#before), type: "messages_changed" };
    return { read: expected };
  }
}
