import type { Bridge } from "../shared/bridge.ts";
import { httpBridge } from "./http-bridge.ts";

declare global {
  // Interface merging is the only way to add to the DOM's own type.
  // oxlint-disable-next-line typescript/consistent-type-definitions
  interface Window {
    /** Exposed by the desktop shell's preload; absent in a browser. */
    readonly prefixwatch?: Bridge;
  }
}

/** The engine as this page can reach it: through the desktop shell, else over loopback HTTP. */
export function openBridge(): Bridge {
  return window.prefixwatch ?? httpBridge();
}
