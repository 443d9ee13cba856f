/** One change of the text of one file. The text must be there exactly once. */
type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** A fault that somebody might bring in, and the narrow tests that must notice it. */
export type SeededBug = {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly tests: { readonly files: readonly string[]; readonly named?: string };
};

const LEDGER = "electron/engine/ledger.ts";
const ADVANCE = "sql.advanceFile.run(cwd ?? null, ...identity, ...state, ...bytes, format ?? null, id);";
const KILLED = { files: ["test/model/model.test.ts"], named: "killed at any of its statements" };
const READING = ["test/engine/read-logs.test.ts"];

/** The faults of the reliability reference, section 5: each must fail the tests named with it. */
export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    name: "the offset is saved before the calls that it stands for",
    edits: [
      {
        file: LEDGER,
        find: "const ids = putCalls(id, reading.calls, touched);",
        replace: `const early = [found.dev, found.ino, marker.headLength, marker.headHash, marker.tailHash, reading.size, found.mtimeMs];
          const told = reading.bytes;
          sql.advanceFile.run(reading.cwd ?? null, ...early, reading.offset, told.counted, told.other, told.blank,
            told.damaged, told.damagedRecords, reading.format ?? null, id);
          db.exec("COMMIT; BEGIN IMMEDIATE");
          const ids = putCalls(id, reading.calls, touched);`,
      },
      { file: LEDGER, find: ADVANCE, replace: "" },
    ],
    tests: KILLED,
  },
  {
    name: "the offset is saved in a transaction of its own",
    edits: [{ file: LEDGER, find: ADVANCE, replace: `db.exec("COMMIT; BEGIN IMMEDIATE"); ${ADVANCE}` }],
    tests: KILLED,
  },
  {
    name: "a call counts once in each file",
    edits: [
      {
        file: "electron/engine/read-log.ts",
        find: "const call = callOfLine(fact.line, this.#source);",
        replace:
          "const call = { ...callOfLine(fact.line, this.#source), key: `${fact.line.key} ${this.#file.path}` };",
      },
    ],
    tests: { files: READING, named: "copied log" },
  },
  {
    name: "of two lines of a call the last one wins",
    edits: [
      {
        file: "shared/usage/api-call.ts",
        find: "figures: compareFigures(a.figures, b.figures) >= 0 ? a.figures : b.figures,",
        replace: "figures: b.figures,",
      },
    ],
    tests: { files: ["test/shared/usage/api-call.test.ts", ...READING] },
  },
  {
    name: "a removed log takes its calls with it",
    edits: [
      {
        file: LEDGER,
        find: "sql.loseFile.run(now, id);",
        replace: `sql.loseFile.run(now, id);
          db.exec(\`DELETE FROM event WHERE call IN (SELECT id FROM call WHERE owner = \${id});
            DELETE FROM sighting WHERE call IN (SELECT id FROM call WHERE owner = \${id});
            DELETE FROM call WHERE owner = \${id};\`);`,
      },
    ],
    tests: { files: READING, named: "a deleted log keeps its figures" },
  },
  {
    name: "a log is known by its inode alone",
    edits: [
      {
        file: "electron/engine/file-identity.ts",
        find: "found.size >= known.offset && markerHolds(fd, known.offset, known.marker)",
        replace: "found.size >= known.offset",
      },
    ],
    tests: { files: ["test/model/model.test.ts"], named: "made anew at the same path, longer" },
  },
  {
    name: "chunks are joined as text",
    edits: [
      {
        file: "electron/engine/walk-lines.ts",
        find: "    filled += read;",
        replace: `    const asText = Buffer.from(text.toString("utf8", before, before + read));
    asText.copy(text, before);
    filled += asText.length;`,
      },
    ],
    tests: { files: ["test/fuzz/hostile-lines.test.ts"], named: "chunks of 1, 2, 3" },
  },
  {
    name: "nothing is walked again after the first time, so what the watcher misses stays unseen",
    edits: [
      {
        file: "electron/engine/engine.ts",
        find: "nextWalk = performance.now() + pauseAfterWalk(took, { watching, least: walkEveryMs });",
        replace: "nextWalk = performance.now() + 3_600_000;",
      },
    ],
    tests: { files: ["test/engine/live.test.ts"], named: "where no watcher works" },
  },
  {
    name: "links are followed",
    edits: [
      {
        file: "electron/engine/discover.ts",
        find: "else if (entry.isFile() && isLogName(entry.name))",
        replace: "else if ((entry.isFile() || entry.isSymbolicLink()) && isLogName(entry.name))",
      },
      {
        file: "electron/engine/discover.ts",
        find: "const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });",
        replace: "const stats = statSync(path, { bigint: true, throwIfNoEntry: false });",
      },
      { file: "electron/engine/tail.ts", find: "constants.O_NOFOLLOW | constants.O_NONBLOCK", replace: "0" },
    ],
    tests: { files: READING, named: "links are not followed" },
  },
  {
    name: "damaged lines are taken apart without minding escapes",
    edits: [
      {
        file: "shared/log/salvage.ts",
        find: "if (unit === BACKSLASH) i++;\n      else if (unit === QUOTE)",
        replace: "if (unit === QUOTE)",
      },
    ],
    tests: { files: ["test/fuzz/corpus-lines.test.ts"], named: "corpus row 12" },
  },
  {
    name: "a log that may not be read is passed over in silence",
    edits: [
      {
        file: "electron/engine/scan.ts",
        find: 'if (code !== "ENOENT") unreadable.set(walked.path, code);',
        replace: "",
      },
    ],
    tests: { files: ["test/model/model.test.ts"], named: "a log that may not be read" },
  },
  {
    name: "commits do not wait for the disk",
    edits: [
      {
        file: "electron/engine/store.ts",
        find: "PRAGMA synchronous = FULL",
        replace: "PRAGMA synchronous = OFF",
      },
    ],
    tests: { files: ["test/model/durable.test.ts"] },
  },
  {
    name: "the beginning of the token opens",
    edits: [
      {
        file: "electron/host/token.ts",
        find: 'return (authorization) => timingSafeEqual(sha256(authorization ?? ""), expected);',
        replace:
          "return (authorization) => authorization !== undefined && `Bearer ${token}`.startsWith(authorization);",
      },
    ],
    tests: { files: ["test/host/token.test.ts"] },
  },
  {
    name: "cells of an export may be formulas",
    edits: [
      {
        file: "shared/formula-guard.ts",
        find: "return FORMULA.test(text) ? `'${text}` : text;",
        replace: "return text;",
      },
    ],
    tests: { files: ["test/engine/export-text.test.ts"] },
  },
];
