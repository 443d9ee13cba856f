import type { DatabaseSync } from "node:sqlite";
import { numberOf } from "./row.ts";

type Known<Value> = { readonly state: string; readonly values: Map<unknown, Value> };

/**
 * Remembers what was read from a ledger until anything in it changes. At most so many things, of which the oldest is
 * forgotten first.
 */
export function whileUnchanged<Value>(most: number) {
  const ledgers = new WeakMap<DatabaseSync, Known<Value>>();
  return (db: DatabaseSync, key: unknown, read: () => Value): Value => {
    // What an open transaction holds may yet be taken back, without a trace in the counts of changes.
    if (db.isTransaction) return read();
    const state = stateOf(db);
    let known = ledgers.get(db);
    if (known?.state !== state) ledgers.set(db, (known = { state, values: new Map() }));
    const { values } = known;
    const before = values.get(key);
    if (before !== undefined) return before;
    const value = read();
    values.set(key, value);
    const [oldest] = values.keys();
    if (values.size > most && oldest !== undefined) values.delete(oldest);
    return value;
  };
}

/** Another text after a change of any row, by this connection or by another. */
function stateOf(db: DatabaseSync): string {
  const own = db.prepare("SELECT total_changes() AS changes").get() ?? {};
  const others = db.prepare("PRAGMA data_version").get() ?? {};
  return `${numberOf(own, "changes")} ${numberOf(others, "data_version")}`;
}
