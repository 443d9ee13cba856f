import { isFolder, isLog, type Root } from "./discover.ts";
import { isInside, realPath } from "./real-path.ts";

type Place = { readonly root: Root; readonly real: string; readonly index: number };

/**
 * The roots without those whose logs a walk of another one finds: a folder may have two names, as when `~/.config/claude`
 * is a link to `~/.claude`, and one root may lie in another.
 */
export function distinctRoots(roots: readonly Root[]): readonly Root[] {
  const places = roots.map((root, index) => ({ root, real: realPath(root.path), index }));
  return places
    .filter((place) => !places.some((other) => other !== place && covers(other, place)))
    .map(({ root }) => root);
}

function covers(other: Place, { root, real, index }: Place): boolean {
  // A log of any name is found only where it is named, and what is missing is to be shown.
  if (other.real !== real) return isInside(real, other.real) && (isFolder(real) || isLog(real, []));
  // The name without links has been there longest: the other one may be made or changed at any time.
  const [otherIsReal, isReal] = [other.root.path === real, root.path === real];
  return otherIsReal === isReal ? other.index < index : otherIsReal;
}
