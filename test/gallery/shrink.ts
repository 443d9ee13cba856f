import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { smallPng } from "./small-png.ts";

// After `npm run e2e -- gallery --update-snapshots`: `npx node test/gallery/shrink.ts`. Look at each picture that changed.
const folder = join(import.meta.dirname, "../e2e/gallery-pictures");
let [before, after] = [0, 0];
for (const name of readdirSync(folder).filter((one) => one.endsWith(".png"))) {
  const png = readFileSync(join(folder, name));
  // Colour type 3: has a palette already.
  const small = png[25] === 3 ? png : smallPng(png);
  if (small !== png) writeFileSync(join(folder, name), small);
  before += png.length;
  after += small.length;
}
process.stdout.write(`${before} bytes before, ${after} after\n`);
