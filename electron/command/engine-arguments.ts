import { parseArgs } from "node:util";

/** Where the engine reads and where it keeps its ledger; `undefined` leaves it to the engine's own rules. */
export type EngineArguments = {
  readonly roots: readonly string[] | undefined;
  readonly dataDir: string | undefined;
};

/** What the dashboard is opened with, over what every command takes. */
export type OpenArguments = EngineArguments & {
  /** Begins with the made-up day instead of the user's logs. */
  readonly demo: boolean;
};

/** For `parseArgs` of every command. */
export const ENGINE_OPTIONS = {
  root: { type: "string", multiple: true },
  data: { type: "string" },
} as const;

/** Picks `--root` and `--data` out of a command line that holds other things too, such as Electron's own switches. */
export function readEngineArguments(args: readonly string[]): EngineArguments {
  const { values } = parseArgs({ args: [...args], options: ENGINE_OPTIONS, strict: false });
  const roots = [values.root ?? []].flat().filter((root) => typeof root === "string" && root !== "");
  return {
    roots: roots.length === 0 ? undefined : (roots as readonly string[]),
    dataDir: typeof values.data === "string" && values.data !== "" ? values.data : undefined,
  };
}

/** The same of a command that opens the dashboard. */
export function readOpenArguments(args: readonly string[]): OpenArguments {
  const options = { ...ENGINE_OPTIONS, demo: { type: "boolean" } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return { ...readEngineArguments(args), demo: values.demo === true };
}

/** The command line that `readOpenArguments` reads back. */
export function openArguments({ roots = [], dataDir, demo }: OpenArguments): readonly string[] {
  return [
    ...roots.map((root) => `--root=${root}`),
    ...(dataDir === undefined ? [] : [`--data=${dataDir}`]),
    ...(demo ? ["--demo"] : []),
  ];
}
