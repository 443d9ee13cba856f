import { printable } from "./printable.ts";

/** A column: its head, whether its figures stand at the right, and whether it gives way when the line gets too long. */
export type Column = { readonly head: string; readonly right: boolean; readonly gives?: boolean };

/** What terminals and mails have room for. */
const LINE = 80;
const GAP = 2;
/** Nothing is told by fewer characters of a name. */
const LEAST = 12;

/** Lines of equal columns, two spaces apart. A column that gives way is cut with an ellipsis so that lines fit. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const all = [columns.map(({ head }) => head), ...rows].map((row) => row.map(printable));
  const natural = columns.map((_, index) => Math.max(...all.map((row) => row[index]?.length ?? 0)));
  const overlong = natural.reduce((sum, width) => sum + width, GAP * (columns.length - 1)) - LINE;
  const widths = natural.map((width, index) =>
    columns[index]?.gives === true && overlong > 0 ? Math.max(LEAST, width - overlong) : width,
  );
  return all
    .map((row) => row.map((cell, index) => placed(cell, widths[index] ?? 0, columns[index]?.right === true)))
    .map((cells) => `${cells.join(" ".repeat(GAP)).trimEnd()}\n`)
    .join("");
}

function placed(cell: string, width: number, right: boolean): string {
  const cut = cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`;
  return right ? cut.padStart(width) : cut.padEnd(width);
}
