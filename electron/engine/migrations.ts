import type { DatabaseSync } from "node:sqlite";

/**
 * Steps from one format of the ledger to the next: the first leads from 1 to 2. A step changes tables and keeps every
 * counted row; it is never changed again once it was in a release.
 */
const STEPS: readonly string[] = [
  // Format 2 (2026-11-21), a quarter smaller: a number says what the text of `rank` began with, and a predecessor is a row.
  `
  ALTER TABLE call ADD COLUMN precedence INTEGER NOT NULL DEFAULT 0;
  DROP TRIGGER bucket_call_added;
  DROP TRIGGER bucket_call_changed;
  UPDATE call SET precedence = 4 * substr(rank, 1, 1) + 2 * substr(rank, 2, 1) + substr(rank, 3, 1);
  DROP INDEX call_owner;
  ALTER TABLE call DROP COLUMN rank;
  CREATE TABLE sighting_2 (
    file INTEGER NOT NULL REFERENCES file, call INTEGER NOT NULL REFERENCES call,
    place INTEGER NOT NULL, predecessor INTEGER REFERENCES call, agent TEXT, request_at INTEGER, ended_at INTEGER,
    blocks INTEGER NOT NULL,
    PRIMARY KEY (file, call)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO sighting_2 SELECT file, call, place, (SELECT id FROM call WHERE key = predecessor),
    agent, request_at, ended_at, blocks FROM sighting;
  DROP TABLE sighting;
  ALTER TABLE sighting_2 RENAME TO sighting;
  CREATE INDEX sighting_call ON sighting (call);
  CREATE INDEX sighting_start ON sighting (request_at) WHERE predecessor IS NULL;
  `,
];

/** The format that all steps lead to. */
export const SCHEMA_VERSION = STEPS.length + 1;

/**
 * Brings a ledger of an older format up to this one, in one transaction: whole or not at all. `triggers` are those of this
 * format that a step may have dropped, each made where it is missing.
 */
export function migrate(db: DatabaseSync, version: number, triggers: string): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of STEPS.slice(version - 1)) db.exec(step);
    db.exec(`${triggers} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`);
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}
