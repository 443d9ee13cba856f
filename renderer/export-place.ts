/** What the export dialog says of where files go: the desktop window asks with the system's own dialog, a tab cannot. */
export function exportPlace(protocol: string): { readonly note: string; readonly button: string } {
  return protocol === "app:"
    ? { note: "You are asked where. Nothing is sent.", button: "Save…" }
    : {
        note: "Into Downloads, on the machine where Prefixwatch runs. Nothing is overwritten or sent.",
        button: "Save to Downloads",
      };
}
