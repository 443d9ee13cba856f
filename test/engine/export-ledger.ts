import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openLedgerSession } from "../../electron/engine/ledger-session.ts";
import { FILL_BUCKETS } from "../fill-buckets.ts";

/**
 * A ledger with `calls` calls that no log exists of: one a minute from 2026-01-01 on, in eight projects and in sessions of
 * 200. Every fiftieth is a loss. With 500,000 and `/usr/bin/time -f %M` it is the measure of how much memory an export
 * takes.
 */
export function fillLedger(root: string, data: string, calls: number): void {
  mkdirSync(join(root, "projects"), { recursive: true });
  // Opened and closed once as the program does, so that nothing is left to be made anew.
  const session = openLedgerSession({ roots: [root], dataDir: data });
  if (session.kind !== "ledger-session") throw new Error(JSON.stringify(session));
  session.close();
  const db = new DatabaseSync(join(data, "ledger.sqlite"));
  db.exec(`
    BEGIN;
    INSERT INTO file (id, path, project, dev, ino, head_length, head_hash, tail_hash, size, mtime_ms, offset, counted,
      other, blank, damaged, damaged_records, gone_at)
    VALUES (1, '${join(root, "projects", "p", "s.jsonl")}', '-home-dev-p0', '1', '1', 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 1);
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${calls})
    INSERT INTO call (id, key, message_id, model, server_tools, uncached, read, write_5m, write_1h, write_unknown, output,
      precedence, at, session, project, lane, version, owner, cost, cost_without_cache)
    SELECT i + 1, printf('msg_%08x%010d', i * 2654435761 % 4294967296, i), printf('msg_%08x%010d', i * 2654435761 % 4294967296, i),
      iif(i % 3 = 0, 'claude-opus-5', 'claude-sonnet-5'), 0, 7, 50000 + i % 5000, 0, 1200, 0, 300,
      0, 1767225600000 + i * 60000, printf('5e551011-0000-4000-8000-%012d', i / 200), '-home-dev-p' || (i % 8),
      iif(i % 5 = 0, 'sub', 'main'), '2.1.224', 1, 31234567 + i, 91234567 + i FROM n;
    INSERT INTO sighting SELECT 1, id, id, NULL, NULL, NULL, NULL, 1 FROM call;
    ${FILL_BUCKETS};
    INSERT INTO event (call, kind, cause, grp, lost, avoidable, value)
    SELECT id, 'invalidation', 'model-switch', 'yours', 20000, 1234567, json_object('callKey', key, 'session', session,
      'lane', lane, 'model', model, 'kind', 'invalidation', 'cause', 'model-switch', 'confidence', 'certain',
      'group', 'yours', 'also', json('[]'), 'expected', 50000, 'read', 30000, 'lost', 20000,
      'evidence', json('["The model changed"]'), 'ruledOut', json('[]'))
    FROM call WHERE id % 50 = 0;
    COMMIT;
  `);
  db.close();
}
