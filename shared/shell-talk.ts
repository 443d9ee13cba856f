/** What the shell says to the engine's process; `connect` comes with a port. */
export type FromShell =
  | { readonly kind: "connect" | "stop" }
  /** `path` is `undefined` when the user wants no file after all. */
  | { readonly kind: "chosen"; readonly ask: number; readonly path: string | undefined };

/** What the engine's process says to the shell. */
export type ToShell = { readonly kind: "choose-path"; readonly ask: number; readonly suggested: string };
