#!/usr/bin/env node
// `npx prefixwatch`: plain JavaScript that any Node can read, so that an older one gets a sentence and not a stack.
const NODE_LINE = 24;

if (Number(process.versions.node.split(".")[0]) >= NODE_LINE) {
  await import(new URL("dist/cli.js", import.meta.url).href);
} else {
  console.error(`prefixwatch needs Node ${NODE_LINE} or later, and this is ${process.version}.`);
  console.error("https://nodejs.org has it, for every system.");
  process.exitCode = 1;
}
