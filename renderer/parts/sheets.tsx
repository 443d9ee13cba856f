import { useEffect } from "react";
import { closeSheet, openSheet, useSheet } from "../desk.ts";
import { withCommandKey } from "../key-list.ts";
import { useCommonKeys } from "../keys.ts";
import { focusFilter, stepRow } from "../row-steps.ts";
import { CommandPalette } from "./command-palette.tsx";
import { KeyHelp } from "./key-help.tsx";

/** What can be opened over any page, and the keys that work on all of them. */
export function Sheets() {
  const sheet = useSheet();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // In a field too: the command key types nothing. Not over another dialog, which has the floor.
      if (event.key.toLowerCase() !== "k" || !withCommandKey(event)) return;
      event.preventDefault();
      if (document.querySelector("dialog[open]") === null) openSheet("commands");
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  useCommonKeys({
    "?": () => openSheet("keys"),
    "/": focusFilter,
    j: () => stepRow(1),
    k: () => stepRow(-1),
  });
  switch (sheet) {
    case "commands":
      return <CommandPalette onClosed={closeSheet} />;
    case "keys":
      return <KeyHelp onClosed={closeSheet} />;
    case undefined:
      return undefined;
  }
}
