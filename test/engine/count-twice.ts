import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Adds a second copy of a call to the ledger in this folder, under another key, as a fault of the reader would, and says
 * that its one log shows it at this byte.
 */
export function countTwice(dataDir: string, key: string, place: number): void {
  const db = new DatabaseSync(join(dataDir, "ledger.sqlite"));
  const columns = db
    .prepare("SELECT name FROM pragma_table_info('call') WHERE name NOT IN ('id', 'key')")
    .all()
    .map(({ name }) => String(name))
    .join(", ");
  db.prepare(
    `INSERT INTO call (key, ${columns}) SELECT key || ' again', ${columns} FROM call WHERE key = ?`,
  ).run(key);
  db.prepare(
    "INSERT INTO sighting (file, call, place, blocks) " +
      "SELECT f.id, c.id, ?, 0 FROM file f, call c WHERE c.key = ? || ' again'",
  ).run(place, key);
  db.close();
}
