import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layerOf } from "../architecture/layers.ts";
import { readSources } from "../architecture/sources.ts";
import { syntaxOf } from "../architecture/syntax.ts";
import { nestsRepeats } from "./nested-repeats.ts";

const ROOT = join(import.meta.dirname, "../..");
/** What is shipped: everything but tests and what builds. */
const SHIPPED = new Map(
  [...readSources(ROOT)].filter(
    ([path]) =>
      /\.[cm]?tsx?$/.test(path) &&
      !["test", "build", "renderer build", "assembly"].includes(layerOf(path)?.name ?? ""),
  ),
);

function uses(pattern: RegExp): readonly string[] {
  return [...SHIPPED].filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

/** Files of `dist` by their path there. */
function built(): ReadonlyMap<string, string> {
  const entries = readdirSync(join(ROOT, "dist"), { recursive: true, withFileTypes: true });
  const scripts = entries.filter(({ name }) => /\.c?js$/.test(name));
  return new Map(scripts.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "utf8")]));
}

describe("the source", () => {
  test("was found", () => {
    expect(SHIPPED.size).toBeGreaterThan(150);
  });

  /** S26; what is written by hand stands in test/architecture/habits.ts. */
  test("and what is built of it turn no text into code", () => {
    expect(built().size).toBeGreaterThan(6);
    const risky = [...built()].filter(([, text]) =>
      /\bnew Function\b|\beval\(|set(?:Timeout|Interval)\(["'`]/.test(text),
    );
    expect(risky.map(([name]) => name)).toEqual([]);
  });

  /** S26, S27, S41: the page leads nowhere else, and no window, tab or program is opened by it. */
  test("builds links only to views of its own", () => {
    const links = [...SHIPPED].flatMap(([path, text]) =>
      [...text.matchAll(/\bhref=(\{[^}]*\}|"[^"]*")/g)].map(([, target = ""]) => `${path} ${target}`),
    );
    expect(links.length).toBeGreaterThan(8);
    const own = /\{(?:viewHash\(.*|target)\}?$/;
    // The file that leads the user's browser to the page is made of the host's own address.
    const opener = './electron/command/open-browser.ts "${url}"';
    expect(links.filter((link) => !own.test(link) && link !== opener)).toEqual([]);
    // `target` is one of them too.
    const targets = [...SHIPPED].flatMap(([path, text]) =>
      text.includes("href={target}") ? [[path, /viewHash|linkHash|: string|target: View/.test(text)]] : [],
    );
    expect(targets.filter(([, isView]) => isView !== true)).toEqual([]);
    expect(uses(/target="_blank"|openExternal|shell\.openPath|window\.open\(/)).toEqual([]);
  });

  /** S34: values reach SQL as bound parameters; only names, conditions and constants of the source are put together. */
  test("puts no value of a question or of a log into SQL", () => {
    const parts = [...SHIPPED]
      .filter(([path]) => layerOf(path)?.name === "engine")
      .flatMap(([path, text]) =>
        [
          ...text.matchAll(
            /`([^`]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|FROM call|PRAGMA|ATTACH)\b[^`]*)`/g,
          ),
        ].flatMap(([, sql = ""]) =>
          [...sql.matchAll(/\$\{([^}]*)\}/g)].map(([, part = ""]) => `${path}: ${part}`),
        ),
      );
    expect(parts.length).toBeGreaterThan(20);
    const values =
      /\b(?:question|filter|request|body|record|entry|message|settings|argv|args)\b|\b(?:project|model|session|cwd|agent|version)\b(?!\w)/i;
    expect(parts.filter((part) => values.test(part.slice(part.indexOf(": "))))).toEqual([]);
    expect(parts.filter((part) => /'\s*$/.test(part))).toEqual([]);
  });

  /** S35: a repeat of a repeat is what makes a pattern take exponential time. */
  test("has no pattern that repeats a repeat", () => {
    const patterns = [...SHIPPED].flatMap(([path, text]) =>
      [
        ...text.matchAll(
          /(?<=[=(:,[!&|?{};\s])\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/[dgimsuvy]*/g,
        ),
      ].map(([, pattern = ""]) => [path, pattern] as const),
    );
    expect(patterns.length).toBeGreaterThan(40);
    // Looked at: each round of it ends in a dot, which its inside cannot hold, so there is one way to match.
    const fine = new Set([String.raw`^([a-z0-9-]+\.)*claude-[a-z0-9-]+([@:].*)?$`]);
    expect(patterns.filter(([, pattern]) => nestsRepeats(pattern) && !fine.has(pattern))).toEqual([]);
  });

  test.each([
    ["(a+)+", true],
    ["(?:a|b*)*c", true],
    ["((a{2,})b)+", true],
    ["(?:[+*]x)+", false],
    ["(a\\+)+", false],
    ["a+(b)c*", false],
    ["(?:ab+c)?", false],
    ["(a+){1,3}", false],
  ])("%s repeats a repeat: %s", (pattern, expected) => {
    expect(nestsRepeats(pattern)).toBe(expected);
  });

  /** S39, S47: one file makes windows (test/shell/window.test.ts), and nobody answers to links of other programs. */
  test("registers for nothing outside", () => {
    expect(
      uses(
        /setAsDefaultProtocolClient|open-url|crashReporter|autoUpdater|net\.request|navigator\.sendBeacon|new WebSocket|new EventSource|XMLHttpRequest|importScripts/,
      ),
    ).toEqual([]);
  });

  /** S51, S52: what starts programs or asks the network is known by name. */
  test("starts programs without a shell, and asks the network in two places", () => {
    const starters = [...SHIPPED].filter(([path, text]) =>
      syntaxOf(path, text).imports.includes("node:child_process"),
    );
    expect(starters.map(([path]) => path)).toEqual(["./electron/command/run-program.ts"]);
    expect(uses(/\bshell: true\b/)).toEqual([]);
    const network = [...SHIPPED].filter(([path, text]) =>
      syntaxOf(path, text).imports.some((name) =>
        /^node:(?:https?|net|tls|dgram|dns|http2)(?:\/|$)/.test(name ?? ""),
      ),
    );
    // The host listens; nothing connects.
    expect(network.filter(([path]) => layerOf(path)?.name !== "host").map(([path]) => path)).toEqual([]);
    expect(uses(/\bcreateConnection\(|\bnew Socket\(|\bhttps?\.(?:get|request)\(/)).toEqual([]);
    expect(network.length).toBeGreaterThan(0);
    const fetching = [...SHIPPED].filter(([, text]) => /(?<![.\w])fetch\(/.test(text)).map(([path]) => path);
    // The page to its own host, and compare-tokens to the API when it is told --yes.
    expect(
      fetching.filter(
        (path) => !["./electron/command/token-api.ts", "./renderer/page-surroundings.ts"].includes(path),
      ),
    ).toEqual([]);
  });
});

describe("what is run", () => {
  /** S50: fixes that matter here came with 3.51.3. */
  test("is a Node of the line that is asked for, with a SQLite that is new enough", () => {
    const [major = 0, minor = 0, patch = 0] = (process.versions["sqlite"] ?? "").split(".").map(Number);
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(3_051_003);
    // For Apple silicon npm has no Node 24 but 24.0.0, whose SQLite is 3.49.1, so that the project brings 26 there.
    expect(["24", "26"]).toContain(process.versions.node.split(".")[0]);
  });

  /** S54. */
  test("was installed without running a script of a package, and ships no native code", () => {
    expect(readFileSync(join(ROOT, ".npmrc"), "utf8")).toMatch(/^ignore-scripts=true$/m);
    const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
    };
    const scripts = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    // A part of electron-builder for a kind of Windows package that is not made; its script is not run either.
    expect(scripts.map(([path]) => path)).toEqual(["node_modules/electron-winstaller"]);
    const native = readdirSync(join(ROOT, "dist"), { recursive: true }).filter((name) =>
      /\.(?:node|dll|so|dylib|exe)$/.test(String(name)),
    );
    expect(native).toEqual([]);
  });

  /** S55: the advisories of the day are asked for where there is a network. */
  test("is compared with known advisories before each release", () => {
    const release = readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8");
    for (const step of ["npm audit --audit-level=high", "npm audit signatures"])
      expect(release).toContain(step);
  });

  /** S56; what is allowed stands in test/lockfile.test.ts. */
  test("brings the licence of everything that is built in, and of nothing else", () => {
    const names = ["dist/licenses.md", "dist/renderer/licenses.md"].flatMap((path) =>
      [...readFileSync(join(ROOT, path), "utf8").matchAll(/^## (.+) - \S+ \((.+)\)$/gm)].map(
        ([, name, licence]) => [name, licence],
      ),
    );
    const found = new Set(names.map(([name]) => name));
    for (const name of [
      "react",
      "react-dom",
      "recharts",
      "zustand",
      "valibot",
      "chokidar",
      "csv-stringify",
      "hyparquet-writer",
    ])
      expect([name, found.has(name)]).toEqual([name, true]);
    expect(
      names.filter(
        ([, licence = ""]) =>
          !/^(?:MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD)(?: AND (?:MIT|ISC|BSD-[23]-Clause))*$/.test(
            licence,
          ),
      ),
    ).toEqual([]);
    expect(readFileSync(join(ROOT, "dist/renderer/font-licence.txt"), "utf8")).toContain(
      "SIL OPEN FONT LICENSE",
    );
  });
});

/** S32: the page is a frame without data, and its scripts are files. */
test("the built page holds no script of its own and no data", () => {
  const page = readFileSync(join(ROOT, "dist/renderer/index.html"), "utf8");
  expect(page.match(/<script[^>]*>[^<]+<\/script>|\son\w+=|javascript:/gi)).toBeNull();
  expect(page.length).toBeLessThan(1_000);
});

/** S26: the strict mode of the tools is what finds the rest. */
test("the linter refuses code out of texts", () => {
  const rules = JSON.parse(readFileSync(join(ROOT, ".oxlintrc.json"), "utf8")) as {
    readonly rules: Readonly<Record<string, unknown>>;
  };
  expect([rules.rules["no-eval"], rules.rules["no-new-func"]]).toEqual(["error", "error"]);
});
