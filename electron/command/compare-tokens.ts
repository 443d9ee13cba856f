import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { textTable } from "./text-table.ts";
import { askTokens, endpoint, tokenRequests, type TokenAnswers, type TokenRequests } from "./token-api.ts";
import { defaultDataDir } from "../engine/ledger-session.ts";
import { openStore } from "../engine/store.ts";
import { saveTokenComparison } from "../engine/token-comparisons.ts";
import { bytesText, counted, exactCount, percent } from "../../shared/format.ts";
import type { DurationMs } from "../../shared/units.ts";

const OPTIONS = {
  ...ENGINE_OPTIONS,
  request: { type: "string" },
  yes: { type: "boolean" },
  keys: { type: "string", default: "ANTHROPIC_API_KEY" },
  "base-url": { type: "string", default: "https://api.anthropic.com" },
} as const;

const TIMEOUT: DurationMs = 60_000;

/**
 * Asks the API twice about one saved request, once for a count and once for an answer of one token, and says by how many
 * tokens the two differ, for each key. The only command that uses the network, and only when told `--yes`. The exit code.
 */
export async function compareTokens(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  if (values.request === undefined) return misuse("--request wants the file of a saved request body");
  const base = readBase(values["base-url"]);
  if (typeof base === "string") return misuse(base);
  const names = values.keys.split(",").map((name) => name.trim());
  const bad = names.find((name) => !/^[A-Za-z_]\w*$/.test(name));
  if (bad !== undefined)
    return misuse("--keys wants names of environment variables, not the keys themselves");
  const requests = readRequest(values.request);
  if (typeof requests === "string") return fail(`the request ${values.request} cannot be used: ${requests}`);
  if (values.yes !== true) return refuse(base, names, requests);
  const keys = names.map((name) => ({ name, key: process.env[name] ?? "" }));
  const missing = keys.filter(({ key }) => key === "").map(({ name }) => name);
  if (missing.length > 0) return fail(`no key in the environment variable ${missing.join(", ")}`);
  return compare(base, keys, requests, readEngineArguments(args).dataDir ?? defaultDataDir());
}

type NamedKey = { readonly name: string; readonly key: string };

async function compare(
  base: URL,
  keys: readonly NamedKey[],
  requests: TokenRequests,
  dataDir: string,
): Promise<number> {
  const results: { readonly name: string; readonly answers: TokenAnswers }[] = [];
  let faults = 0;
  for (const { name, key } of keys) {
    // One key after the other: two at once would race for one cache entry.
    const answers = await askTokens({ base, key, timeout: TIMEOUT }, requests);
    if ("fault" in answers) {
      process.stderr.write(`prefixwatch compare-tokens: ${name}: ${answers.fault}\n`);
      faults++;
    } else results.push({ name, answers });
  }
  if (results.length > 0) process.stdout.write(table(results));
  const kept = results.length === 0 || keep(dataDir, base.host, results);
  return faults === 0 && kept ? 0 : 1;
}

function table(results: readonly { readonly name: string; readonly answers: TokenAnswers }[]): string {
  const heads = ["Counted", "Billed prompt", "Uncached", "Read", "Written", "Difference", "In percent"];
  const columns = [
    { head: "Key", right: false },
    { head: "Model", right: false },
    ...heads.map((head) => ({ head, right: true })),
  ];
  const rows = results.map(({ name, answers }) => {
    const billed = answers.uncached + answers.read + answers.written;
    const more = billed - answers.counted;
    const sign = more > 0 ? "+" : "";
    const figures = [answers.counted, billed, answers.uncached, answers.read, answers.written];
    const share = answers.counted === 0 ? "" : `${sign}${percent(more / answers.counted)}`;
    return [name, answers.model, ...figures.map(exactCount), `${sign}${exactCount(more)}`, share];
  });
  const note =
    "The API calls its count an estimate, and may add tokens of its own to a prompt that it does not bill: a small\n" +
    "difference is ordinary. Another tokenizer or a gateway that rewrites the request makes a large one.\n";
  return textTable(columns, rows) + note;
}

/** Not under the lock of the one that reads logs: SQLite lets two write in turn, and this writes no call. */
function keep(
  dataDir: string,
  host: string,
  results: readonly { readonly answers: TokenAnswers }[],
): boolean {
  const store = openStore(dataDir, { write: true });
  if (store.kind !== "store") {
    process.stderr.write(
      `prefixwatch compare-tokens: not kept. ${"message" in store ? store.message : ""}\n`,
    );
    return false;
  }
  try {
    for (const { answers } of results) saveTokenComparison(store.db, { at: Date.now(), host, ...answers });
  } finally {
    store.close();
  }
  return true;
}

/** Says what would be sent, and does not. */
function refuse(base: URL, names: readonly string[], requests: TokenRequests): number {
  const sizes = [requests.count, requests.message].map((body) => Buffer.byteLength(JSON.stringify(body)));
  const [count = 0, message = 0] = sizes;
  process.stderr.write(
    `prefixwatch compare-tokens would send the saved request to ${base.host}, ${counted(2 * names.length, "request")} in all:\n` +
      `  ${bytesText(count)} to ${endpoint(base, "v1/messages/count_tokens").href}\n` +
      `  ${bytesText(message)} to ${endpoint(base, "v1/messages").href}, with max_tokens 1; its prompt is billed\n` +
      `${names.length === 1 ? "with the key in" : "once for each of the keys in"} ${names.join(", ")}. ` +
      "It is the only command of Prefixwatch that uses the network.\n" +
      "Nothing was sent. To send it, run the same with --yes.\n",
  );
  return 2;
}

function readRequest(path: string): TokenRequests | string {
  try {
    return tokenRequests(JSON.parse(readFileSync(path, "utf8")) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return "it is not JSON";
    return error instanceof Error ? error.message : String(error);
  }
}

/** Keys go over TLS, or stay on this machine. */
function readBase(text: string): URL | string {
  const base = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = base !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(base.hostname);
  if (base === undefined || !(base.protocol === "https:" || (base.protocol === "http:" && isLoopback))) {
    return "--base-url wants an https address, or http on this machine";
  }
  return base.username !== "" || base.password !== "" || base.search !== "" || base.hash !== ""
    ? "--base-url wants an address without a name, a password, a query or a fragment"
    : base;
}

function misuse(text: string): number {
  process.stderr.write(`prefixwatch compare-tokens: ${text}\n`);
  return 2;
}

function fail(text: string): number {
  process.stderr.write(`prefixwatch compare-tokens: ${text}\n`);
  return 1;
}
