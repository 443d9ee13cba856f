import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, type TestContext, test } from "vitest";
import { DEFINITIONS } from "../renderer/definitions.ts";
import type { Cause } from "../shared/cache/event.ts";
import { causeTitle } from "../shared/cache/wording.ts";
import { DEFAULT_SETTINGS, SETTINGS_FIELDS } from "../shared/settings.ts";
import { bareNames, namedInVain, namedPaths } from "./named-files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The document's text; skips the test while it is not written. */
function read(context: TestContext, name: string): string {
  context.skip(!existsSync(join(ROOT, name)), `${name} is not written yet`);
  return readFileSync(join(ROOT, name), "utf8");
}

/** Every piece of code: the lines of code blocks, and what stands in backticks. */
function codeIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
    block.split("\n"),
  );
  const spans = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, span = ""]) => span,
  );
  return [...blocks, ...spans];
}

/** What is said to our own program: after its name, after npm's `--`, or an option that stands alone. */
function saidToUs(code: string): string {
  const command = code.replace(/\s#.*$/, "");
  const own = /(?:^|[\s/])(?:prefixwatch|cli\.js)\s(.*)$/.exec(command)?.[1];
  if (own !== undefined) return own;
  if (/\bnpm (?:run|start)\b/.test(command)) return /\s--\s(.*)$/.exec(command)?.[1] ?? "";
  return command.startsWith("--") ? command : "";
}

function namedOptions(text: string): ReadonlySet<string> {
  const said = codeIn(text).map(saidToUs).join("\n");
  return new Set([...said.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, option = ""]) => option));
}

function namedCommands(text: string): ReadonlySet<string> {
  const said = codeIn(text).map((code) => /^([a-z]+)(?:\s|$)/.exec(saidToUs(code).trim())?.[1] ?? "");
  return new Set(said.filter((command) => command !== ""));
}

function commandSource(): string {
  const folder = join(ROOT, "electron", "command");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  return [join(ROOT, "electron", "cli.ts"), ...files.map((name) => join(folder, name))]
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
}

/** Names of all commands, as the entry knows them. */
function commands(): readonly string[] {
  const source = readFileSync(join(ROOT, "electron", "cli.ts"), "utf8");
  return [...source.matchAll(/^ {2}\["([a-z-]+)", /gm)].map(([, command = ""]) => command);
}

function isDefined(source: string, option: string): boolean {
  return (
    new RegExp(`[\\s{]"?${option}"?: \\{ type: "(?:string|boolean)"`).test(source) ||
    option === "help" ||
    option === "version"
  );
}

describe("ARCHITECTURE.md", () => {
  test("names only paths that exist", (context) => {
    const text = read(context, "ARCHITECTURE.md");
    expect(namedInVain(text, ROOT)).toEqual([]);
    expect(namedPaths(text).length).toBeGreaterThan(5);
    expect(bareNames(text).length).toBeGreaterThan(5);
  });

  test("can be read in one sitting", (context) => {
    expect(read(context, "ARCHITECTURE.md").trimEnd().split("\n").length).toBeLessThanOrEqual(120);
  });
});

describe("CONTRIBUTING.md", () => {
  test("names only paths that exist", (context) => {
    expect(namedInVain(read(context, "CONTRIBUTING.md"), ROOT)).toEqual([]);
  });

  test("explains every npm script, and no script that is gone", (context) => {
    const text = read(context, "CONTRIBUTING.md");
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...text.matchAll(/`npm (?:run (?:--silent )?)?([a-z0-9:-]+)/g)].map(
      ([, name = ""]) => name,
    );
    const npmOwn = new Set(["ci", "install"]);
    expect(new Set(named.filter((name) => !npmOwn.has(name)))).toEqual(new Set(Object.keys(scripts)));
  });
});

describe("README.md", () => {
  test("names only options that a command has", (context) => {
    const options = namedOptions(read(context, "README.md"));
    const source = commandSource();
    expect([...options].filter((option) => !isDefined(source, option))).toEqual([]);
    expect(options.size).toBeGreaterThan(2);
  });

  test("names only commands that exist", (context) => {
    const commands = namedCommands(read(context, "README.md"));
    const source = readFileSync(join(ROOT, "electron", "cli.ts"), "utf8");
    expect([...commands].filter((command) => !source.includes(`["${command}",`))).toEqual([]);
  });
});

const DOCS = readdirSync(join(ROOT, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name}`);

describe("the pages for users", () => {
  // docs/performance.md tells the options of the benchmark, which is another program.
  const forUsers = ["README.md", ...DOCS.filter((name) => name !== "docs/performance.md")];
  test.each(forUsers)("%s names only options and commands that exist", (name) => {
    const text = readFileSync(join(ROOT, name), "utf8");
    const source = commandSource();
    expect([...namedOptions(text)].filter((option) => !isDefined(source, option))).toEqual([]);
    expect([...namedCommands(text)].filter((command) => !commands().includes(command))).toEqual([]);
  });

  test.each(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "ARCHITECTURE.md", ...DOCS])(
    "every link and picture of %s is there",
    (name) => {
      const folder = join(ROOT, name, "..");
      const text = readFileSync(join(ROOT, name), "utf8");
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(
        ([, target = ""]) => target.split("#")[0] ?? "",
      );
      const gone = targets.filter(
        (target) => target !== "" && !/^https?:/.test(target) && !existsSync(join(folder, target)),
      );
      expect(gone).toEqual([]);
    },
  );
});

describe("everything is documented:", () => {
  const page = (name: string) => readFileSync(join(ROOT, "docs", name), "utf8");
  const flat = (text: string) => text.replaceAll(/\s+/g, " ");

  test("every command has its section, and a line in the README", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    expect(commands().length).toBeGreaterThan(7);
    for (const command of commands()) {
      expect(page("commands.md")).toMatch(new RegExp(`^## \`prefixwatch ${command}\\b`, "m"));
      expect(readme).toMatch(new RegExp(`^prefixwatch ${command}\\b`, "m"));
    }
  });

  test("every option of every command", () => {
    const defined = [...commandSource().matchAll(/[\s{]"?([a-z][a-z-]*)"?: \{ type: "(?:string|boolean)"/g)];
    const options = new Set(defined.map(([, option = ""]) => option));
    expect(options.size).toBeGreaterThan(15);
    expect(
      [...options].filter((option) => !new RegExp(`^\\| \`--${option}[ \`]`, "m").test(page("commands.md"))),
    ).toEqual([]);
  });

  test("every setting, with its default", () => {
    for (const [field, value] of Object.entries(DEFAULT_SETTINGS)) {
      const row =
        page("settings.md")
          .split("\n")
          .find((line) => line.includes(`| \`${field}\``)) ?? "";
      expect([field, row.includes(`\`${JSON.stringify(value)}\``)]).toEqual([field, true]);
    }
    const named = [...page("settings.md").matchAll(/^\|[^|]+\| `(\w+)`/gm)].map(([, field = ""]) => field);
    expect(new Set(named)).toEqual(new Set<string>(SETTINGS_FIELDS));
  });

  test("every figure, in the words of the page, with unit and range", () => {
    const numbers = flat(page("numbers.md"));
    // When a definition changes on the page, its sentence in docs/numbers.md changes with it.
    for (const [key, definition] of Object.entries(DEFINITIONS))
      expect([key, numbers.includes(flat(definition))]).toEqual([key, true]);
    const sections = page("numbers.md").split(/^### /m).slice(1);
    expect(sections.length).toBe(Object.keys(DEFINITIONS).length);
    for (const section of sections) expect(section).toMatch(/^- Where: .+\n- Unit: .+\n- Range: .+/m);
  });

  test("every cause", () => {
    const source = readFileSync(join(ROOT, "shared/cache/event.ts"), "utf8");
    const causes = [...(/export type Cause =([^;]*);/.exec(source)?.[1] ?? "").matchAll(/"([\w-]+)"/g)];
    expect(causes.length).toBeGreaterThan(25);
    for (const [, cause = ""] of causes) {
      const section = page("causes.md")
        .split(/^## /m)
        .find((part) => part.startsWith(`${causeTitle(cause as Cause)}\n`));
      expect(section).toContain(`Name in reports and exports: \`${cause}\`.`);
    }
  });
  // Every column: test/engine/export-columns.test.ts.
});

describe("these checks", () => {
  const TEXT = `Run \`prefixwatch report --by month\` or \`npm run --silent cli -- events --tz UTC\`; \`--data DIR\` too.
Not ours: \`claude --resume\`, \`--\`, \`npm run --silent cli\`. See \`shared/units.ts\`, \`test/fixtures/<version>/a\`.
\`\`\`
prefixwatch serve --port 0   # --not-this
git commit --amend
\`\`\`
`;

  test("find what a text names", () => {
    expect([...namedOptions(TEXT)].toSorted()).toEqual(["by", "data", "port", "tz"]);
    expect([...namedCommands(TEXT)].toSorted()).toEqual(["events", "report", "serve"]);
    expect(namedPaths(TEXT)).toEqual(["shared/units.ts", "test/fixtures/"]);
  });

  test("find a path or a bare name that no file has", () => {
    const told = "`assembly/json-walk.ts`, `file-identity.ts`, `npm-entry.mjs`, `log-*.ts`, `<format>.ts`";
    const invented = "`assembly/no-walk.ts`, `no-identity.ts`, `no-entry.mjs`";
    expect(namedInVain(`${told}, ${invented}`, ROOT)).toEqual([
      "assembly/no-walk.ts",
      "no-identity.ts",
      "no-entry.mjs",
    ]);
  });

  test("find an option where it is defined, and no other", () => {
    const source = commandSource();
    expect(["root", "data", "port", "no-open"].filter((option) => !isDefined(source, option))).toEqual([]);
    expect(isDefined(source, "ope")).toBe(false);
    expect(isDefined(source, "frobnicate")).toBe(false);
  });
});
