import type { CauseGroup } from "../../shared/cache/event.ts";
import "./group-mark.css";

/** How each group is drawn: filled, hatched, dotted, hollow, so that colour is never all there is. */
export const GROUP_FILLS: Readonly<Record<CauseGroup, string>> = {
  yours: "var(--loss)",
  "not-yours": "url(#hatch-not-yours)",
  unknown: "url(#dots-not-known)",
  expected: "transparent",
};
export const GROUP_STROKES: Readonly<Record<CauseGroup, string>> = {
  yours: "var(--loss)",
  "not-yours": "var(--loss)",
  unknown: "var(--loss)",
  expected: "var(--faint)",
};

/** The group's sign in lists and legends. */
export function GroupMark({ group }: { readonly group: CauseGroup }) {
  return <i className={`group-mark group-mark-${group}`} aria-hidden="true" />;
}
