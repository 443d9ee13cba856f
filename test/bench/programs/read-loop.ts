// The barest program that reads every log: the limit that a scan is held against. Prints bytes and line ends.
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

const buffer = Buffer.allocUnsafe(256 * 1024);
let bytes = 0;
let lines = 0;

function readFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readFolder(path);
    else if (entry.name.endsWith(".jsonl")) readLog(path);
  }
}

function readLog(path: string): void {
  const fd = openSync(path, "r");
  for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
    bytes += read;
    const part = buffer.subarray(0, read);
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines++;
  }
  closeSync(fd);
}

readFolder(process.argv[2] ?? "");
process.stdout.write(JSON.stringify({ bytes, lines }));
