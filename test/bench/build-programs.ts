import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const HERE = import.meta.dirname;
const PROGRAMS = ["read-loop", "scan-only"] as const;

export type ProgramPaths = { readonly [name in (typeof PROGRAMS)[number]]: string };

/** The bench's own programs, bundled as the product is, so that no row pays for stripping types. */
export async function buildPrograms(root: string): Promise<ProgramPaths> {
  const outDir = join(root, "node_modules", ".cache", "prefixwatch-bench");
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    root,
    envDir: false,
    logLevel: "warn",
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: "node24",
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: {
          ...Object.fromEntries(PROGRAMS.map((name) => [name, join(HERE, "programs", `${name}.ts`)])),
          // The scan starts it by this name.
          "read-ahead-worker": join(root, "electron", "engine", "read-ahead-worker.ts"),
        },
        output: { format: "esm", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  });
  const path = (name: string) => join(outDir, `${name}.js`);
  return { "read-loop": path("read-loop"), "scan-only": path("scan-only") };
}
