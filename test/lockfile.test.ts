import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// Security checks S53, S56: docs/security.md.

type Names = Readonly<Record<string, string>>;
type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly optionalDependencies?: Names;
};
type Packages = Readonly<Record<string, Locked>>;

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
}

const { packages } = readJson("package-lock.json") as { readonly packages: Packages };
const manifest = readJson("package.json") as Locked & Readonly<Record<string, unknown>>;

const ALLOWED = new Set(
  "0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT OFL-1.1 Python-2.0 Unlicense WTFPL".split(
    " ",
  ),
);
/** Tools that are run and never shipped may ask more of whoever changes them. */
const ALLOWED_FOR_TOOLS = new Set(["MPL-2.0"]);
const TOOL = /node_modules\/(?:axe-core|@axe-core\/playwright|lightningcss(?:-[a-z0-9-]+)?)$/;
/** Packages of which each platform needs its own. */
const NATIVE = [
  /\/@rolldown\/binding-/,
  /\/@oxlint\/binding-/,
  /\/@oxlint-tsgolint\//,
  /\/@typescript\/typescript-/,
  /\/@oxc-parser\/binding-/,
  /\/@oxc-resolver\/binding-/,
  /\/lightningcss-/,
  /\/node-(?:bin-)?(?:linux|darwin|win)-/,
];
const PLATFORMS = ["linux x64", "linux arm64", "darwin x64", "darwin arm64", "win32 x64"];

function entries(locked: Packages) {
  return Object.entries(locked).filter(([path]) => path !== "");
}

function lockProblems(locked: Packages): readonly string[] {
  return entries(locked).flatMap(([path, { integrity, resolved, license, ...wanted }]) => {
    const problems: string[] = [];
    if (integrity?.startsWith("sha512-") !== true) problems.push(`${path} has no integrity`);
    if (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/")) {
      problems.push(`${path} does not come from the registry`);
    }
    for (const [name, range] of Object.entries({ ...wanted.dependencies, ...wanted.optionalDependencies })) {
      if (/^(?:git|https?:|file:|link:|[\w-]+\/)|github:/.test(range))
        problems.push(`${path} wants ${name} from ${range}`);
      // What `npm ci` calls "Missing … from lock file", also for platforms other than the one that wrote the lock.
      const found = installed(locked, path, name);
      if (found === undefined) problems.push(`${path} wants ${name}, which is not in the lock`);
      else if (/^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/.test(range) && found.version !== range) {
        problems.push(`${path} wants ${name} ${range}, the lock has ${found.version}`);
      }
    }
    if (!licenceIsAllowed(path, license)) problems.push(`${path} has the licence ${license}`);
    return problems;
  });
}

/** Where Node would find it: beside the package itself, or in any folder above. */
function installed(locked: Packages, from: string, name: string): Locked | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const found = locked[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (found !== undefined || folder === "") return found;
  }
}

function licenceIsAllowed(path: string, licence: string | undefined): boolean {
  if (licence === undefined) return false;
  return licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) =>
      choice.split(" AND ").every((id) => ALLOWED.has(id) || (ALLOWED_FOR_TOOLS.has(id) && TOOL.test(path))),
    );
}

function missingPlatforms(locked: Packages): readonly string[] {
  return NATIVE.flatMap((family) => {
    const members = entries(locked).filter(([path]) => family.test(path));
    const covered = new Set(
      members.flatMap(([, { os, cpu }]) =>
        [os ?? []].flat().flatMap((o) => [cpu ?? []].flat().map((c) => `${o} ${c}`)),
      ),
    );
    return PLATFORMS.filter((platform) => !covered.has(platform)).map(
      (platform) => `${family.source} for ${platform}`,
    );
  });
}

describe("package-lock.json", () => {
  test("is whole, from the registry, and under licences that we may use", () => {
    expect(lockProblems(packages)).toEqual([]);
    expect(entries(packages).length).toBeGreaterThan(300);
  });

  test("can be installed on every platform", () => {
    expect(missingPlatforms(packages)).toEqual([]);
  });

  test("says what package.json says", () => {
    const { devDependencies, optionalDependencies } = packages[""] ?? {};
    expect({ devDependencies, optionalDependencies }).toEqual({
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    });
  });
});

describe("package.json", () => {
  test("names exact versions", () => {
    const wanted = { ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(
      Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/.test(version)),
    ).toEqual([]);
    expect(Object.keys(wanted).length).toBeGreaterThan(20);
  });

  test("ships nothing of others: what is used is built in", () => {
    expect(manifest.dependencies ?? {}).toEqual({});
  });

  test("refuses no Node on which npm itself runs: the project brings its own", () => {
    expect(readFileSync(new URL("../.npmrc", import.meta.url), "utf8")).not.toMatch(/^\s*engine-strict/m);
    expect(manifest).not.toHaveProperty("engineStrict");
  });
});

describe("a planted fault is found", () => {
  const [somePath = "", some = {}] = entries(packages).find(([path]) => path === "node_modules/vite") ?? [];

  test.each([
    ["no integrity", { integrity: "" }],
    ["an old integrity", { integrity: "sha1-abc" }],
    ["another registry", { resolved: "https://example.org/vite.tgz" }],
    ["a git dependency", { dependencies: { react: "git+ssh://git@example.org/react.git" } }],
    ["a GitHub dependency", { dependencies: { react: "facebook/react" } }],
    ["an http dependency", { dependencies: { react: "https://example.org/react.tgz" } }],
    ["a missing platform package", { optionalDependencies: { "@rolldown/binding-plan9-mips": "1.2.19" } }],
    ["another version than is pinned", { dependencies: { react: "1.0.0" } }],
    ["a licence that is not on the list", { license: "AGPL-3.0-only" }],
    ["a tool's licence on what is no tool", { license: "MPL-2.0" }],
    ["one bad licence of two", { license: "MIT AND AGPL-3.0-only" }],
    ["no licence", { license: undefined }],
  ])("%s", (_what, change) => {
    const changed = { ...packages, [somePath]: { ...some, ...change } } as Packages;
    expect(lockProblems(changed)).toHaveLength(1);
  });

  test("a platform that was left out", () => {
    const changed = Object.fromEntries(
      Object.entries(packages).filter(([path]) => path !== "node_modules/@rolldown/binding-darwin-arm64"),
    );
    expect(missingPlatforms(changed)).toHaveLength(1);
  });

  test("a choice of licences is fine when one of them is", () => {
    expect(licenceIsAllowed("node_modules/a", "(AGPL-3.0-only OR MIT)")).toBe(true);
  });
});
