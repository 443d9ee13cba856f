import type { DepthPoint } from "../selectors/depth-series.ts";
import { PROMPT_KINDS, type PromptKind } from "./token-kinds.ts";
import "./legend.css";

/** The kinds of tokens that the points have; `read` always, so an empty chart is explained too. */
export function kindsIn(points: readonly DepthPoint[]): readonly PromptKind[] {
  return PROMPT_KINDS.filter(
    ({ field }) => field === "read" || field === "uncached" || points.some((point) => point[field] > 0),
  );
}

type Swatch = { readonly field: string; readonly label: string };

/** The entries of a legend whose colours go by the name of what they stand for. */
export function Swatches({ kinds }: { readonly kinds: readonly Swatch[] }) {
  return kinds.map(({ field, label }) => (
    <li key={field}>
      <i className={`swatch swatch-${field}`} />
      {label}
    </li>
  ));
}

export function Legend({ kinds, lost }: { readonly kinds: readonly PromptKind[]; readonly lost: boolean }) {
  return (
    <ul className="legend" aria-label="Legend">
      <Swatches kinds={kinds} />
      {lost && (
        <li>
          <i className="swatch swatch-lost" />
          lost
        </li>
      )}
    </ul>
  );
}
