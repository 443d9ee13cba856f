import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Electron from "electron";

/** The whole dashboard, or the small window beside an editor. */
export type WindowKind = "full" | "compact";
const WINDOW_KINDS: readonly WindowKind[] = ["full", "compact"];

export type Placement = { readonly bounds: Electron.Rectangle; readonly maximized: boolean };
type Placements = Partial<Readonly<Record<WindowKind, Placement>>> & {
  /** Which window was opened last. */
  readonly last?: WindowKind;
};

/** So much of the title bar's height and width has to be on a display, or nobody could take hold of the window. */
const GRIP = { width: 80, height: 24 } as const;
/** Larger than any display: a number beyond it is no place. */
const FARTHEST = 100_000;

/** Where the windows were, in a file beside Chromium's own; a file that cannot be read is no placement. */
export function openPlacements(folder: string) {
  const path = join(folder, "windows.json");
  let placements = readPlacements(path);
  function write(changed: Placements): void {
    placements = { ...placements, ...changed };
    writeFileSync(`${path}.tmp`, JSON.stringify(placements), { mode: 0o600 });
    renameSync(`${path}.tmp`, path);
  }

  return {
    last: (): WindowKind => placements.last ?? "full",
    opened: (kind: WindowKind): void => write({ last: kind }),
    of: (kind: WindowKind): Placement | undefined => placements[kind],
    remember: (kind: WindowKind, placement: Placement): void => write({ [kind]: placement }),
  };
}

function readPlacements(path: string): Placements {
  if (!existsSync(path)) return {};
  try {
    const read = JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>> | null;
    const placed = WINDOW_KINDS.flatMap((kind) => {
      const placement = placementOf(read?.[kind]);
      return placement === undefined ? [] : [[kind, placement] as const];
    });
    return { ...Object.fromEntries(placed), ...(read?.["last"] === "compact" ? { last: "compact" } : {}) };
  } catch {
    // Where a window was is worth no word to the user: it opens in the middle.
    return {};
  }
}

function placementOf(value: unknown): Placement | undefined {
  if (typeof value !== "object" || value === null || !("bounds" in value)) return undefined;
  const bounds = value.bounds as Partial<Record<keyof Electron.Rectangle, unknown>> | null;
  const numbers = [bounds?.x, bounds?.y, bounds?.width, bounds?.height];
  const [x, y, width, height] = numbers.flatMap((number) =>
    typeof number === "number" && Number.isInteger(number) && Math.abs(number) < FARTHEST ? [number] : [],
  );
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  if (width <= 0 || height <= 0) return undefined;
  return { bounds: { x, y, width, height }, maximized: "maximized" in value && value.maximized === true };
}

/** The remembered bounds while their title bar can be taken hold of on a display that is there now. */
export function boundsOn(
  displays: readonly Pick<Electron.Display, "workArea">[],
  placement: Placement | undefined,
): Electron.Rectangle | undefined {
  if (placement === undefined) return undefined;
  const { bounds } = placement;
  const onOne = displays.some(({ workArea }) => {
    const width =
      Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
    const below = workArea.y + workArea.height - bounds.y;
    return width >= Math.min(GRIP.width, bounds.width) && bounds.y >= workArea.y && below >= GRIP.height;
  });
  return onOne ? bounds : undefined;
}
