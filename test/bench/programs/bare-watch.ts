// Watches one folder and prints the number of each call that is appended to a log in it. Ends with its standard input.
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync, watch } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2] ?? "";
const offsets = new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]));
const buffer = Buffer.allocUnsafe(256 * 1024);

const watcher = watch(folder, (_, name) => {
  if (name === null) return;
  const fd = openSync(join(folder, name), "r");
  for (let from = offsets.get(name) ?? 0; from < fstatSync(fd).size;) {
    const text = buffer.toString("latin1", 0, readSync(fd, buffer, 0, buffer.length, from));
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole === "") break;
    for (const [, number] of whole.matchAll(/"id":"msg_live_(\d+)"/g)) process.stdout.write(`${number}\n`);
    from += whole.length;
    offsets.set(name, from);
  }
  closeSync(fd);
});
process.stdout.write("ready\n");
process.stdin.on("end", () => watcher.close()).resume();
