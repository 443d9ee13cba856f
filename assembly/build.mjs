// Compiles json-walk.ts and writes it, as text, where the engine imports it: it needs no file at run time, on no platform.
// `--check` compares instead of writing; a test runs it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = new URL("../electron/engine/json-walk-wasm.ts", import.meta.url);

const files = new Map();
const { error } = await asc.main(
  [
    "assembly/json-walk.ts",
    "-O3",
    "--runtime=stub",
    "--noAssert",
    "--enable=simd",
    // Pages of 64 KiB: the tables, the records and 4 MiB of text (electron/engine/json-walk.ts), then a log (log-room.ts).
    "--initialMemory=576",
    "--maximumMemory=576",
    "--outFile=json-walk.wasm",
  ],
  {
    readFile: (name) => readSource(name),
    writeFile: (name, contents) => files.set(name, contents),
    listFiles: () => [],
    // Where it went wrong.
    stderr: process.stderr,
  },
);
if (error) throw error;

const text = `// Made by assembly/build.mjs out of assembly/json-walk.ts. Not written by hand.
export const JSON_WALK_WASM =
${lines(Buffer.from(files.get("json-walk.wasm")).toString("base64"))};
`;

if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(
    "electron/engine/json-walk-wasm.ts is not what assembly/json-walk.ts compiles to: run npm run assembly.",
  );
  process.exitCode = 1;
}

function lines(base64) {
  const parts = base64.match(/.{1,96}/g).map((part) => JSON.stringify(part));
  return `  ${parts.join(" +\n  ")}`;
}

/** Imports name their file whole, as everywhere here; the compiler adds the ending once more. */
function readSource(name) {
  try {
    return readFileSync(`${root}/${name.replace(/\.ts\.ts$/, ".ts")}`, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
