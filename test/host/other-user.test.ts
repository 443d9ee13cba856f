import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

// Security checks S13, S14: docs/security.md.

const CLI = join(import.meta.dirname, "../../dist/cli.js");
const NOBODY = "65534";
const run = promisify(execFile);

let folder = "";
let child: ChildProcess | undefined;
beforeEach((context) => {
  context.skip(process.platform !== "linux" || process.getuid?.() !== 0, "only root can act as another user");
  context.skip(!existsSync("/usr/bin/setpriv"), "no setpriv here");
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "prefixwatch-other-user-"));
  // What is shut has to be shut by us, not by the folder that the test made.
  await chmod(folder, 0o755);
  await mkdir(join(folder, "logs"));
});
afterEach(() => child?.kill("SIGKILL"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The built command of a user who keeps everything open to everybody. */
async function serve(data: string): Promise<URL> {
  const command = 'umask 000; exec "$0" "$@"';
  const args = [CLI, "serve", "--no-open", "--root", join(folder, "logs"), "--data", data];
  child = spawn("/bin/sh", ["-c", command, process.execPath, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  return new URL(line.toString().replace("Prefixwatch: ", "").trim());
}

/** Runs a program as the user nobody; what it printed, or its exit code. */
async function asNobody(...command: readonly string[]): Promise<string | number> {
  const args = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups", ...command];
  return run("/usr/bin/setpriv", args).then(
    ({ stdout }) => stdout,
    ({ code }: { code: number }) => code,
  );
}

const FETCH = `
  const headers = { "Content-Type": "application/json" };
  const page = await fetch(process.argv[1]);
  const statuses = [page.status];
  for (const path of ["feed", "watch", "ask"]) {
    const answer = await fetch(process.argv[1] + "/api/" + path, { method: "POST", headers, body: "{}" });
    statuses.push(answer.status, (await answer.text()).length);
  }
  console.log(JSON.stringify({ statuses, page: await page.text() }));
`;

test("another user of this machine gets the empty page and no data, and reads no file of ours", async () => {
  const data = join(folder, "data");
  const { origin, hash } = await serve(data);
  const printed = await asNobody(process.execPath, "--input-type=module", "--eval", FETCH, origin);
  const { statuses, page } = JSON.parse(String(printed)) as { statuses: number[]; page: string };
  expect(statuses).toEqual([200, 401, 0, 401, 0, 401, 0]);
  expect(page).not.toContain(hash.slice(3));
  const files = await readdir(data);
  expect(files).toEqual(expect.arrayContaining(["instance.json", "instance.lock"]));
  for (const file of files) expect([file, await asNobody("cat", join(data, file))]).toEqual([file, 1]);
  expect(await asNobody("cat", `/proc/${child?.pid}/environ`)).toBe(1);
  expect(await asNobody("ls", data)).toBe(2);
});

test("the address with its token stays shut in a data folder that was open to everybody before", async () => {
  const data = join(folder, "open");
  await mkdir(data);
  await chmod(data, 0o755);
  await serve(data);
  expect(await asNobody("ls", data)).toContain("instance.json");
  expect(await asNobody("cat", join(data, "instance.json"))).toBe(1);
});
