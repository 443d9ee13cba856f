import type { Page } from "@playwright/test";

/** What went wrong in a page, one sentence each, in order. Grows while the page lives. */
export type PageProblems = readonly string[];

/**
 * Listens for errors on the console, uncaught errors, breaches of the content security policy, and requests to any
 * other machine: the dashboard is private and makes none.
 */
export async function watchForProblems(page: Page): Promise<PageProblems> {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("request", (request) => {
    if (!staysHere(request.url())) problems.push(`request to another machine: ${request.url()}`);
  });
  // In the page as it is now and in any that is loaded into it later.
  await page.addInitScript(reportPolicyBreaches);
  try {
    await page.evaluate(reportPolicyBreaches);
  } catch (error) {
    // A window that is still opening takes its empty page away meanwhile; the next one has the script from its start.
    if (!String(error).includes("Execution context was destroyed")) throw error;
  }
  return problems;
}

function staysHere(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return (
    !["http:", "https:", "ws:", "wss:"].includes(protocol) ||
    hostname === "127.0.0.1" ||
    hostname === "localhost"
  );
}

// Runs in the page.
function reportPolicyBreaches() {
  addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
      // oxlint-disable-next-line no-console -- the console is how a page tells its test
      console.error(
        `securitypolicyviolation ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`,
      );
    },
  );
}
