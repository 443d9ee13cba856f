import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { Cdp } from "./cdp.ts";

export type Browser = { readonly cdp: Cdp; readonly process: ChildProcess };

const SWITCHES = [
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-startup-window",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-dev-shm-usage",
  "--disable-extensions",
  "--disable-sync",
  "--force-color-profile=srgb",
  "--password-store=basic",
  "--use-mock-keychain",
];

/** Starts Chromium without a window and passes its "DevTools listening on ws://…" on, for whoever waits for it. */
export async function startBrowser(userData: string, args: readonly string[]): Promise<Browser> {
  const program = process.env["PREFIXWATCH_BROWSER"] ?? "/usr/bin/chromium";
  const sandbox = args.filter((argument) => argument === "--no-sandbox");
  const child = spawn(program, [...SWITCHES, ...sandbox, `--user-data-dir=${userData}`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  const { stderr } = child;
  const url = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${program} ended with code ${code}`)));
    createInterface({ input: stderr }).on("line", (line) => {
      process.stderr.write(`${line}\n`);
      const found = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return { cdp: await Cdp.connect(url), process: child };
}
