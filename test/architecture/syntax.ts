import { parseSync } from "vite";

/** What one file says, as far as the rules of the architecture ask. Comments and the inside of strings are not code. */
export type Syntax = {
  /** Of imports, re-exports, `import()`, `import("…")` in a type and `require()`; `undefined` where it is computed. */
  readonly imports: readonly (string | undefined)[];
  /** Names that stand for a variable. */
  readonly names: ReadonlySet<string>;
  /** Names after a dot, of keys and of JSX attributes. */
  readonly properties: ReadonlySet<string>;
  /** `Date.now` and the like: a plain name and one property. */
  readonly members: ReadonlySet<string>;
  /** `new Date` or `Date()`: the clock. */
  readonly readsClock: boolean;
  readonly defaultExport: boolean;
  /** `export * from`. */
  readonly reexportsAll: boolean;
  readonly strings: readonly string[];
};

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

/** Throws on a file that does not parse: a rule must not pass because nothing could be read. */
export function syntaxOf(path: string, text: string): Syntax {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const found = {
    imports: [] as (string | undefined)[],
    names: new Set<string>(),
    properties: new Set<string>(),
    members: new Set<string>(),
    readsClock: false,
    defaultExport: false,
    reexportsAll: false,
    strings: [] as string[],
  };
  visit(program, (node) => {
    switch (node.type) {
      case "ImportDeclaration":
      case "ImportExpression":
      case "TSImportType":
        found.imports.push(textOf(node["source"]));
        break;
      case "TSExternalModuleReference":
        found.imports.push(textOf(node["expression"]));
        break;
      case "ExportAllDeclaration":
        found.imports.push(textOf(node["source"]));
        found.reexportsAll = true;
        break;
      case "ExportNamedDeclaration":
        if (isNode(node["source"])) found.imports.push(textOf(node["source"]));
        break;
      case "ExportSpecifier":
        if (nameOf(node["exported"]) === "default") found.defaultExport = true;
        break;
      case "ExportDefaultDeclaration":
        found.defaultExport = true;
        break;
      case "CallExpression":
      case "NewExpression": {
        const callee = nameOf(node["callee"]);
        const first = Array.isArray(node["arguments"])
          ? (node["arguments"] as readonly unknown[])[0]
          : undefined;
        if (callee === "require") found.imports.push(textOf(first));
        if (callee === "Date" && (first === undefined || node.type === "CallExpression"))
          found.readsClock = true;
        break;
      }
      case "MemberExpression": {
        const property = node["computed"] === true ? textOf(node["property"]) : nameOf(node["property"]);
        if (property === undefined) break;
        found.properties.add(property);
        const object = nameOf(node["object"]);
        if (object !== undefined) found.members.add(`${object}.${property}`);
        break;
      }
      case "Property":
        if (node["computed"] !== true) found.properties.add(nameOf(node["key"]) ?? textOf(node["key"]) ?? "");
        break;
      case "JSXAttribute":
        found.properties.add(nameOf(node["name"]) ?? "");
        break;
      case "Identifier":
        found.names.add(nameOf(node) ?? "");
        break;
      case "Literal":
      case "TemplateLiteral":
        found.strings.push(stringsOf(node));
        break;
      default: // every other kind of node only holds these
    }
  });
  return found;
}

function visit(value: unknown, meet: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, meet);
  } else if (isNode(value)) {
    meet(value);
    for (const [key, child] of Object.entries(value)) {
      const isWord =
        (key === "property" || key === "key") && value["computed"] === false && value["shorthand"] !== true;
      if (!isWord) visit(child, meet);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && typeof value["name"] === "string" ? value["name"] : undefined;
}

/** The text of a string that holds nothing computed. */
function textOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === "TemplateLiteral") {
    return Array.isArray(value["expressions"]) && value["expressions"].length === 0
      ? stringsOf(value)
      : undefined;
  }
  return typeof value["value"] === "string" ? value["value"] : undefined;
}

function stringsOf(node: Node): string {
  if (typeof node["value"] === "string") return node["value"];
  const quasis: readonly unknown[] = Array.isArray(node["quasis"]) ? node["quasis"] : [];
  return quasis
    .map((quasi) => {
      const value = isNode(quasi) ? quasi["value"] : undefined;
      return typeof value === "object" && value !== null && "raw" in value ? String(value.raw) : "";
    })
    .join("…");
}
