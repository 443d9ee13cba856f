import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

// Security checks S48 and S56: docs/security.md.

const ROOT = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const release = read(".github/workflows/release.yml");
const workflows = readdirSync(join(ROOT, ".github/workflows")).map((name) =>
  read(`.github/workflows/${name}`),
);

describe("a release", () => {
  test("begins with the tests, and with a tag that is the version", () => {
    expect(release).toMatch(/tags: \["v\*"\]/);
    expect(release).toContain('test "$GITHUB_REF_NAME" = "v$(node --print');
    expect(release).toMatch(/- run: npm test\n/);
    expect(release).toMatch(/needs: checks/);
  });

  test("comes with checksums, a list of parts, and proof of where it was built", () => {
    for (const step of [
      "sha256sum",
      "npm sbom --sbom-format cyclonedx",
      "actions/attest-build-provenance@",
      "actions/attest-sbom@",
      "npm publish ./release/npm --provenance",
    ])
      expect(release).toContain(step);
    expect(release).toContain('gh release create "$GITHUB_REF_NAME" --draft');
  });

  test("reads every fuse of the packed program, as it is configured", () => {
    const configured = [...read("electron-builder.yml").matchAll(/^ {2}(\w+): (true|false)$/gm)];
    const names = configured.map(([, name = "", value = ""]) => [
      name.replace(/^enable/, "").toLowerCase(),
      value,
    ]);
    const step = release.slice(
      release.indexOf("Fuses of the packed program"),
      release.indexOf("attest-build-provenance"),
    );
    const [off = "", on = ""] = [...step.matchAll(/for fuse in ([^;]+); do/g)].map(([, list]) => list);
    const isIn = (list: string, name: string) =>
      list.split(" ").some((fuse) => fuse.replace(/^Enable/, "").toLowerCase() === name);
    // These two protect nothing here: no cookies are used, and no snapshot is made.
    const fuses = names.filter(
      ([name = ""]) =>
        !/^(?:cookieencryption|loadbrowserprocessspecificv8snapshot)$/.test(name) &&
        /node|asar|file/.test(name),
    );
    expect(fuses.length).toBe(6);
    for (const [name = "", value] of fuses)
      expect([name, isIn(value === "true" ? on : off, name)]).toEqual([name, true]);
  });
});

test("workflows run only scripts that exist, and have no more rights than they need", () => {
  const { scripts } = JSON.parse(read("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = workflows.flatMap((text) =>
    [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = ""]) => name),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  for (const text of workflows) expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
  for (const text of workflows)
    expect(text).not.toMatch(/pull_request_target|\$\{\{ github\.event\.(?:issue|pull_request|head_commit)/);
});
