/** A column: its head, and whether its figures stand at the right. */
export type Column = { readonly head: string; readonly right: boolean };

/** Lines of equal columns, two spaces apart. Cells beyond `widest` are cut with an ellipsis. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widest: number,
): string {
  const all = [columns.map(({ head }) => head), ...rows].map((row) =>
    row.map((cell) => printable(cell, widest)),
  );
  const widths = columns.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, index) =>
          columns[index]?.right === true
            ? cell.padStart(widths[index] ?? 0)
            : cell.padEnd(widths[index] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

/** Names come from logs: what could steer a terminal is shown as a code, never sent. */
function printable(cell: string, widest: number): string {
  const safe = cell.replace(/\p{Cc}|\p{Cf}/gu, (unit) => `\\x${(unit.codePointAt(0) ?? 0).toString(16)}`);
  return safe.length <= widest ? safe : `${safe.slice(0, widest - 1)}…`;
}
