import type { Series } from "../selectors/history-series.ts";
import { MOST_DOTS } from "./history-overlay.tsx";
import "./legend.css";
import "./series-legend.css";

/** The same paint as in the bars, patterns too. */
export function SeriesSwatch({ fill }: { readonly fill: string }) {
  return (
    <svg className="series-swatch" aria-hidden="true">
      <rect width="100%" height="100%" rx="2" fill={fill} />
    </svg>
  );
}

export function SeriesLegend({
  series,
  breaks,
}: {
  readonly series: readonly Series[];
  /** How breaks are drawn; `undefined` where there are none. */
  readonly breaks: "dots" | "numbers" | undefined;
}) {
  return (
    <ul className="legend series-legend" aria-label="Legend">
      <li>
        <i className="series-line" />
        hit rate
      </li>
      {series.map(({ key, label, fill }) => (
        <li key={key} title={label}>
          <SeriesSwatch fill={fill} />
          <span className="series-name">{label}</span>
        </li>
      ))}
      {breaks === "dots" && (
        <li title={`${MOST_DOTS} dots stand for ${MOST_DOTS} breaks or more`}>
          <i className="series-break" />
          break
        </li>
      )}
      {breaks === "numbers" && (
        <li>
          <b className="series-breaks">7</b>
          breaks
        </li>
      )}
    </ul>
  );
}
