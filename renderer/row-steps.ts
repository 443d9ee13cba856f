/** What a list's row is opened by, on pages whose lists have no keys of their own. */
const ROWS =
  ".happening-title:is(button), .also-live a, [role=row] a[href], [role=row] button[aria-expanded], tbody th a[href], tbody th button, .cause-list button";

/** Moves the focus to the next row of the page's lists, from outside of them to the first. */
export function stepRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(`main :is(${ROWS})`)].filter((row) =>
    row.checkVisibility(),
  );
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by));
  const row = rows[next];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

/** To the first field of the page that filters. */
export function focusFilter(): void {
  document.querySelector<HTMLElement>("main input[type=search]")?.focus();
}
