/** Tokens by billing kind; `creation` is all that was written, `5m` and `1h` its parts by lifetime. */
export type TrueUsage = {
  readonly input: number;
  readonly creation5m: number;
  readonly creation1h: number;
  /** Written without a word on the lifetime: Claude Code before 1.0.90. */
  readonly creationUnknown: number;
  readonly read: number;
  readonly output: number;
};

/** One usage line as it was written. */
export type View = {
  readonly id: string;
  readonly model: string;
  readonly usage: TrueUsage;
  readonly at: number;
  /** Smaller is nearer to the original: a fork's copies and agents' replays come after it. */
  readonly distance: number;
};

export type Sums = TrueUsage & { readonly creation: number; readonly calls: number };

export type Truth = {
  readonly seed: number;
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
  readonly usageLines: number;
  readonly totals: Sums;
  readonly byMonth: { readonly [month: string]: Sums };
  readonly byModel: { readonly [model: string]: Sums };
};

/** What is to be counted, kept while it is written: of the views of an id the one with the largest output, once. */
export class TruthKeeper {
  readonly #views = new Map<string, View>();
  #usageLines = 0;

  get usageLines(): number {
    return this.#usageLines;
  }

  see(view: View): void {
    this.#usageLines++;
    const known = this.#views.get(view.id);
    this.#views.set(view.id, known === undefined ? view : joined(known, view));
  }

  sums(): Pick<Truth, "totals" | "byMonth" | "byModel"> {
    const all = [...this.#views.values()];
    return {
      totals: sumOf(all),
      byMonth: grouped(all, ({ at }) => new Date(at).toISOString().slice(0, 7)),
      byModel: grouped(all, ({ model }) => model),
    };
  }
}

function joined(a: View, b: View): View {
  const figures = b.usage.output > a.usage.output ? b : a;
  const place = b.distance - a.distance || b.at - a.at;
  const { at, distance } = place < 0 ? b : a;
  return { id: a.id, model: figures.model, usage: figures.usage, at, distance };
}

function grouped(views: readonly View[], keyOf: (view: View) => string): Truth["byMonth"] {
  const groups = Map.groupBy(views, keyOf);
  const keys = [...groups.keys()].sort();
  return Object.fromEntries(keys.map((key) => [key, sumOf(groups.get(key) ?? [])]));
}

export function sumOf(views: readonly Pick<View, "usage">[]): Sums {
  const sum = (of: (usage: TrueUsage) => number) => views.reduce((total, { usage }) => total + of(usage), 0);
  return {
    calls: views.length,
    input: sum((usage) => usage.input),
    creation: sum((usage) => usage.creation5m + usage.creation1h + usage.creationUnknown),
    creation5m: sum((usage) => usage.creation5m),
    creation1h: sum((usage) => usage.creation1h),
    creationUnknown: sum((usage) => usage.creationUnknown),
    read: sum((usage) => usage.read),
    output: sum((usage) => usage.output),
  };
}
