import type { Cell, ExportColumn } from "./columns.ts";
import { NANO_PER_USD, type NanoUsd } from "../../../shared/units.ts";

/** A cell as CSV and the preview show it; `undefined` where nothing is known. */
export function cellText({ kind }: ExportColumn, cell: Cell): string | undefined {
  if (cell === undefined) return undefined;
  if (typeof cell === "object") return cell.join("; ");
  if (typeof cell === "string") return cell;
  switch (kind) {
    case "usd":
      return usdText(cell);
    case "time":
      return new Date(cell).toISOString();
    case "text":
    case "texts":
    case "count":
    case "number":
    case "day":
      return String(cell);
  }
}

/** A cell as JSON holds it: `null` where nothing is known. */
export function cellJson({ kind }: ExportColumn, cell: Cell): string | number | readonly string[] | null {
  if (cell === undefined) return null;
  if (typeof cell !== "number") return cell;
  if (kind === "time") return new Date(cell).toISOString();
  return kind === "usd" ? cell / NANO_PER_USD : cell;
}

/**
 * Dollars to the nano-dollar without a power of ten: `0.02414225`. Rounding each row to the micro-dollar would leave sums
 * of many rows off by more than that.
 */
export function usdText(nano: NanoUsd): string {
  const size = Math.abs(nano);
  const whole = Math.floor(size / NANO_PER_USD);
  const rest = String(size % NANO_PER_USD)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nano < 0 ? "-" : ""}${whole}${rest === "" ? "" : `.${rest}`}`;
}
