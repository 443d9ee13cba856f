import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSystemError } from "./discover.ts";

const ID = /^[0-9a-f]{8}$/;

/**
 * What tells the ledger of this data folder from those of others, by which its backups are known. It lies beside the ledger,
 * which may be damaged, and is made, or written again, when it is missing.
 */
export function openLedgerId(dataDir: string): () => string {
  const path = join(dataDir, "ledger.id");
  let known: string | undefined;
  return () => {
    const kept = readId(path);
    if (kept !== undefined) return (known = kept);
    known ??= randomBytes(4).toString("hex");
    writeId(path, known);
    return known;
  };
}

function readId(path: string): string | undefined {
  try {
    const text = readFileSync(path, "utf8").trim();
    return ID.test(text) ? text : undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return undefined;
  }
}

function writeId(path: string, id: string): void {
  try {
    writeFileSync(path, `${id}\n`, { mode: 0o600 });
  } catch (error) {
    // On a full disk it is written the next time that it is asked for.
    if (!isSystemError(error)) throw error;
  }
}
