import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { COMMAND_LINE } from "../command/run-command.ts";
import { writeStory } from "../e2e/story.ts";

const ROOT = join(import.meta.dirname, "../..");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "prefixwatch-network-"));
  writeStory(join(folder, "logs"), Date.now());
  writeFileSync(join(folder, "use.mjs"), USE);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paths = () => ["--root", join(folder, "logs"), "--data", join(folder, "data")];

/** A day of use in a few seconds: serves, opens the page and its files, the feed, and asks; then the other commands. */
const USE = `
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
const [node, cli, ...paths] = process.argv.slice(2);
const child = spawn(node, [cli, "serve", "--no-open", ...paths], { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(child.stdout, "data");
const url = new URL(line.toString().replace("Prefixwatch: ", "").trim());
const page = await (await fetch(url.origin)).text();
for (const [, path] of page.matchAll(/(?:src|href)="\\.\\/([^"]+)"/g)) await (await fetch(url.origin + "/" + path)).arrayBuffer();
const headers = { Authorization: "Bearer " + url.hash.slice(3), "Content-Type": "application/json" };
const post = (path, body) => fetch(url.origin + path, { method: "POST", headers, body: JSON.stringify(body) });
const feed = (await post("/api/feed", {})).body.getReader();
let heard = "";
while (!heard.includes('"kind":"reset"')) heard += Buffer.from((await feed.read()).value).toString();
await feed.cancel();
const statuses = [];
for (const kind of ["sources", "settings", "verify"]) statuses.push((await post("/api/ask", { kind })).status);
child.kill("SIGTERM");
await once(child, "exit");
for (const command of ["report", "events", "doctor", "verify"]) statuses.push(spawnSync(node, [cli, command, ...paths]).status);
console.log(JSON.stringify({ statuses, sessions: heard.includes("parser-rewrite") }));
`;
const USED = { statuses: [200, 200, 200, 0, 0, 0, 0], sessions: true };

/** Security check S52. */
describe("no connection leaves this machine", () => {
  beforeEach((context) => context.skip(process.platform !== "linux", "network namespaces are Linux's"));

  test("everything works where there is no network at all", (context) => {
    const asRoot = process.getuid?.() === 0 ? [] : ["--map-root-user"];
    const apart = ["--net", ...asRoot, "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];
    const usable = spawnSync("unshare", [...apart, "true"]).status === 0;
    context.skip(!usable, "no rights to make a network namespace here");
    // It really is without one: not even a name can be looked up, and only the loopback is there.
    const links = spawnSync("unshare", [...apart, "ip", "-o", "link"], { encoding: "utf8" })
      .stdout.trim()
      .split("\n");
    expect(links).toHaveLength(1);
    const ran = spawnSync(
      "unshare",
      [...apart, process.execPath, join(folder, "use.mjs"), ...COMMAND_LINE, ...paths()],
      {
        encoding: "utf8",
      },
    );
    expect([ran.stderr, ran.stdout.trim()]).toEqual(["", JSON.stringify(USED)]);
  });

  test("the kernel is asked for no connection but to 127.0.0.1, and for no name", (context) => {
    const STRACE = "/usr/bin/strace";
    context.skip(!existsSync(STRACE), "no strace here");
    const trace = join(folder, "trace");
    const args = ["-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", trace, process.execPath];
    const ran = spawnSync(STRACE, [...args, join(folder, "use.mjs"), ...COMMAND_LINE, ...paths()], {
      encoding: "utf8",
    });
    context.skip(ran.status !== 0 && ran.stderr.includes("ptrace"), "no rights to trace here");
    expect(ran.stdout.trim()).toBe(JSON.stringify(USED));
    const calls = readFileSync(trace, "utf8").split("\n");
    const outward = calls.filter(
      (call) => call.includes("sa_family=AF_INET") && !call.includes('inet_addr("127.0.0.1")'),
    );
    expect(outward).toEqual([]);
    // Its own requests are in it: the trace is one of a program that connects.
    expect(calls.filter((call) => call.includes('inet_addr("127.0.0.1")')).length).toBeGreaterThan(0);
    expect(calls.filter((call) => /AF_UNIX.*(?:nscd|resolve|dbus)/.test(call))).toEqual([]);
  });
});

/** Security check S52: addresses in the built files, each with the reason why it is there. */
test("the built files name only addresses that are shown or that stand in licences, and api.anthropic.com", () => {
  const KNOWN = [
    // The one that can be talked to: by compare-tokens, with --yes.
    "https://api.anthropic.com",
    // Sources of the prices, shown beside them, and what other tools count, on the Sources page.
    "https://platform.claude.com/docs/",
    "https://github.com/kurofune/claudit/",
    "https://github.com/archid21/rightsize/",
    // This project's own, in its package.json.
    "https://github.com/prefixwatch/prefixwatch",
    // Names of XML, and messages of React and Redux for whoever develops with them.
    "http://www.w3.org/",
    "https://react.dev/errors/",
    "https://redux.js.org/Errors",
    "https://redux-toolkit.js.org/Errors",
    "https://bit.ly/3cXEKWf",
    // Where an algorithm is from, in comments of the Parquet writer and of the calendar.
    "https://github.com/zhipeng-jia/snappyjs",
    "https://en.wikipedia.org/wiki/ISO_8601",
  ];
  const files = readdirSync(join(ROOT, "dist"), { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith("js"))
    .map(({ parentPath, name }) => join(parentPath, name));
  expect(files.length).toBeGreaterThan(6);
  const found = files.flatMap(
    (file) => readFileSync(file, "utf8").match(/(?:https?|wss?):\/\/[a-z0-9][\w.-]+[^\s"'`)<]*/gi) ?? [],
  );
  const unknown = found.filter((address) => !KNOWN.some((known) => address.startsWith(known)));
  expect(
    [...new Set(unknown)].filter((address) => !/^https?:\/\/(?:127\.0\.0\.1|localhost)/.test(address)),
  ).toEqual([]);
  expect(found).toEqual(expect.arrayContaining([expect.stringContaining("https://api.anthropic.com")]));
});
