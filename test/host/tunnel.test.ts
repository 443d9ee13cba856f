import { createServer, connect, type AddressInfo, type Server } from "node:net";
import { chromium, type Browser } from "@playwright/test";
import { afterEach, describe, expect, test } from "vitest";
import { GivenBrowser } from "./given-browser.ts";

// What docs/remote.md promises. Security check S3: docs/security.md.

/** What `ssh -L` does: every byte of whoever comes goes to the host's port, and back. */
function forwarder(
  port: number,
  listenOn: { readonly host: string; readonly port: number },
): Promise<Server> {
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port });
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(listenOn, () => resolve(server));
  });
}

describe("through a tunnel", () => {
  const given = new GivenBrowser();
  let tunnel: Server | undefined;
  let elsewhere: Browser | undefined;
  afterEach(async () => {
    await elsewhere?.close();
    tunnel?.close();
    elsewhere = undefined;
    tunnel = undefined;
  });

  test("under the same number the page connects and lives", async (context) => {
    context.skip(process.platform !== "linux", "only Linux has 127.0.0.2 without being asked");
    const { port } = given.host;
    tunnel = await forwarder(port, { host: "127.0.0.2", port });
    // To this browser 127.0.0.2 is its own machine: there, as here, the number is the same.
    elsewhere = await chromium.launch({
      executablePath: process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium",
      args: ["--no-sandbox", `--host-resolver-rules=MAP localhost:${port} 127.0.0.2:${port}`],
    });
    const page = await elsewhere.newPage();
    let through = 0;
    tunnel.on("connection", () => (through += 1));
    await page.goto(given.host.url.replace("127.0.0.1", "localhost"));
    await given.connected();
    given.engine.call("one");
    await given.shows("engine", page);
    expect(through).toBeGreaterThan(0);
  });

  test("under another number it is told to keep the number, and asks for nothing", async () => {
    tunnel = await forwarder(given.host.port, { host: "127.0.0.1", port: 0 });
    const { port } = tunnel.address() as AddressInfo;
    const answer = await given.page.goto(given.host.url.replace(`:${given.host.port}`, `:${port}`));
    expect(answer?.status()).toBe(403);
    await given.shows(`ssh -L ${given.host.port}:127.0.0.1:${given.host.port} your-server`);
    expect(given.engine.connects).toBe(0);
  });
});
