/** Inherited from an editor that is itself made with Electron, `ELECTRON_RUN_AS_NODE` would turn Electron into plain Node. */
export function desktopEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...kept } = env;
  return kept;
}
