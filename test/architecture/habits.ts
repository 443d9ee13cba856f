import { posix } from "node:path";
import { layerOf } from "./layers.ts";
import { isCode, type Sources } from "./sources.ts";
import { type Syntax, syntaxOf } from "./syntax.ts";

const MOST_LINES = 250;
const DRAWER = /^(?:utils?|helpers?|types?|constants?|managers?|services?|common|misc|index)$/;
const SURROUNDINGS = [
  "console",
  "process",
  "window",
  "document",
  "globalThis",
  "setTimeout",
  "setInterval",
  "fetch",
];
const CLOCK_AND_CHANCE = [
  "Date.now",
  "Math.random",
  "performance.now",
  "crypto.randomUUID",
  "crypto.getRandomValues",
];
const NUMBER_FORMATS = ["toFixed", "toPrecision", "toLocaleString"];
const RAW_HTML = [
  "dangerouslySetInnerHTML",
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "srcdoc",
  "srcDoc",
];
const SQL =
  /\b(?:SELECT\s[^]*\sFROM\s|INSERT\s+(?:OR\s+[A-Z]+\s+)?INTO\s|UPDATE\s+[a-z_]+\s+SET\s|DELETE\s+FROM\s|CREATE\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s|DROP\s+(?:TABLE|INDEX)\s|ALTER\s+TABLE\s|PRAGMA\s)/;

/** One sentence for each place that breaks a rule of style that a machine can see. */
export function habitProblems(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) => [
    ...shapeProblems(path, text),
    ...(isCode(path) ? codeProblems(path, syntaxOf(path, text)) : []),
  ]);
}

function shapeProblems(path: string, text: string): readonly string[] {
  const problems: string[] = [];
  const lines = text.trimEnd().split("\n").length;
  if (lines > MOST_LINES) problems.push(`${path} has ${lines} lines, more than ${MOST_LINES}`);
  const words = path.split("/").map((part) => posix.basename(part).split(".")[0] ?? "");
  if (words.some((word) => DRAWER.test(word)) && !path.endsWith("/index.html")) {
    problems.push(`${path} is named after a drawer, not after a concept`);
  }
  return problems;
}

function codeProblems(path: string, syntax: Syntax): readonly string[] {
  const problems: string[] = [];
  const layer = layerOf(path)?.name;
  const inTests = layer === "test";
  const refuse = (what: string, when: boolean) => {
    if (when) problems.push(`${path} uses ${what}`);
  };
  refuse("a default export", syntax.defaultExport && !path.endsWith(".config.ts"));
  refuse("export *", syntax.reexportsAll);
  if (inTests) return problems;

  for (const name of ["eval", "Function"]) refuse(name, syntax.names.has(name));
  for (const property of RAW_HTML) refuse(property, syntax.properties.has(property));
  refuse("document.write", syntax.members.has("document.write"));
  if (path !== "./shared/format.ts") {
    for (const property of NUMBER_FORMATS) refuse(property, syntax.properties.has(property));
    refuse("Intl.NumberFormat", syntax.members.has("Intl.NumberFormat"));
  }
  if (layer !== "engine") {
    refuse(
      "SQL",
      syntax.strings.some((text) => SQL.test(text)),
    );
    refuse("node:sqlite", syntax.imports.includes("node:sqlite"));
  }
  if (layer === "shared") {
    refuse("the clock", syntax.readsClock);
    for (const member of CLOCK_AND_CHANCE) refuse(member, syntax.members.has(member));
    for (const name of SURROUNDINGS) refuse(name, syntax.names.has(name));
  }
  return problems;
}
