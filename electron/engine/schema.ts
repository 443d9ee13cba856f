import type { DatabaseSync } from "node:sqlite";
import { BUCKET_TABLES, BUCKET_TRIGGERS } from "./bucket-schema.ts";
import { migrate, SCHEMA_VERSION } from "./migrations.ts";

/**
 * Counted rows are never deleted because a log went away: `file.gone_at` is a label. `event` and `session_summary` are
 * derived from the other tables and may be made anew at any time.
 */
const TABLES = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- One life of one log file. A replaced file is a new row; the old one keeps its sightings.
  CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    project TEXT NOT NULL,
    cwd TEXT,
    dev TEXT NOT NULL, ino TEXT NOT NULL,
    -- Hashes of the first bytes and of the bytes before the offset: the same inode may hold another text.
    head_length INTEGER NOT NULL, head_hash TEXT NOT NULL, tail_hash TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ms REAL NOT NULL, offset INTEGER NOT NULL,
    -- offset = counted + other + blank + damaged; size - offset is pending.
    counted INTEGER NOT NULL, other INTEGER NOT NULL, blank INTEGER NOT NULL, damaged INTEGER NOT NULL,
    damaged_records INTEGER NOT NULL,
    -- Of its records; NULL while none has shown it.
    format TEXT,
    gone_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX file_present ON file (path) WHERE gone_at IS NULL;

  -- One API response, joined over all lines and files that show it.
  CREATE TABLE call (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    message_id TEXT, request_id TEXT,
    model TEXT NOT NULL, speed TEXT, geo TEXT, server_tools INTEGER NOT NULL,
    uncached INTEGER NOT NULL, read INTEGER NOT NULL,
    write_5m INTEGER NOT NULL, write_1h INTEGER NOT NULL, write_unknown INTEGER NOT NULL, output INTEGER NOT NULL,
    precedence INTEGER NOT NULL, at INTEGER, session TEXT NOT NULL, project TEXT NOT NULL, lane TEXT NOT NULL, agent TEXT,
    version TEXT, effort TEXT, stop_reason TEXT,
    -- NULL: the log does not say. 'none': the server compared and found nothing.
    reason TEXT, reason_missed INTEGER,
    prefix_hash TEXT,
    owner INTEGER NOT NULL REFERENCES file,
    -- Billionths of a dollar at list price; NULL where the model has none.
    cost INTEGER, cost_without_cache INTEGER
  ) STRICT;
  CREATE INDEX call_session ON call (session);
  CREATE INDEX call_at ON call (at);

  -- A call as one file shows it. place: byte offset of its first line there.
  CREATE TABLE sighting (
    file INTEGER NOT NULL REFERENCES file, call INTEGER NOT NULL REFERENCES call,
    place INTEGER NOT NULL, predecessor INTEGER REFERENCES call, agent TEXT, request_at INTEGER, ended_at INTEGER,
    -- Content blocks since the predecessor began to answer.
    blocks INTEGER NOT NULL,
    PRIMARY KEY (file, call)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sighting_call ON sighting (call);
  CREATE INDEX sighting_start ON sighting (request_at) WHERE predecessor IS NULL;

  CREATE TABLE mark (
    file INTEGER NOT NULL REFERENCES file, place INTEGER NOT NULL, kind TEXT NOT NULL,
    agent TEXT, at INTEGER, detail TEXT,
    PRIMARY KEY (file, place, kind)
  ) STRICT, WITHOUT ROWID;

  -- Records of no form that we know: names of their fields, never a value.
  CREATE TABLE unknown_shape (
    file INTEGER NOT NULL REFERENCES file, fields TEXT NOT NULL, lines INTEGER NOT NULL,
    PRIMARY KEY (file, fields)
  ) STRICT, WITHOUT ROWID;

  -- What compare-tokens was told, once for each key: figures, never the request or the key.
  CREATE TABLE token_comparison (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, model TEXT NOT NULL, host TEXT NOT NULL,
    counted INTEGER NOT NULL, uncached INTEGER NOT NULL, read INTEGER NOT NULL, written INTEGER NOT NULL
  ) STRICT;

  -- value: the CacheEvent as JSON; the columns beside it are summed. A call may have a loss and a note.
  CREATE TABLE event (
    call INTEGER NOT NULL REFERENCES call, kind TEXT NOT NULL,
    cause TEXT NOT NULL, grp TEXT NOT NULL, lost INTEGER NOT NULL, avoidable INTEGER, value TEXT NOT NULL,
    PRIMARY KEY (call, kind)
  ) STRICT, WITHOUT ROWID;

  -- When the program ran; what lies between two runs may hold logs that came and went unseen.
  CREATE TABLE run (started_at INTEGER PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT;

  -- Folders that were read once on request; their logs belong to the history of the default roots.
  CREATE TABLE imported (path TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE session_summary (session TEXT PRIMARY KEY, last_at INTEGER, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Makes the tables of an empty store. */
export function createTables(db: DatabaseSync): void {
  db.exec(
    `BEGIN IMMEDIATE; ${TABLES} ${BUCKET_TABLES} ${BUCKET_TRIGGERS} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
  );
}

/** Brings the tables of an older store up to this format. */
export function updateTables(db: DatabaseSync, version: number): void {
  migrate(db, version, BUCKET_TRIGGERS);
}

export function schemaVersion(db: DatabaseSync): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}
