import { Fragment, memo } from "react";
import { DefaultZIndexes, usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from "recharts";
import type { Annotation, DepthPoint } from "../selectors/depth-series.ts";
import { LABEL_ROWS, placeLabels } from "./annotation-layout.ts";
import { BAR_SHARE, WIDEST_BAR } from "./depth-bars.tsx";

type Props = {
  readonly points: readonly DepthPoint[];
  readonly notes: readonly Annotation[];
  readonly selected: string | undefined;
  /** `false` leaves the words out, for the smallest layout. */
  readonly labels: boolean;
};

const ROW_HEIGHT = 16;
const THINNEST = 3;

/** What bars cannot say: the hollow part of a loss, the label at its datum, and the selected call. */
export const DepthOverlay = memo(function DepthOverlay({ points, notes, selected, labels }: Props) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const plot = usePlotArea();
  if (xScale === undefined || yScale === undefined || plot === undefined) return undefined;

  const x = (index: number) => xScale(index, { position: "middle" }) ?? 0;
  const y = (tokens: number) => yScale(tokens) ?? 0;
  const width = Math.max(
    THINNEST,
    Math.min(WIDEST_BAR, (plot.width / Math.max(1, points.length)) * BAR_SHARE) + 2,
  );
  const byIndex = new Map(points.map((point) => [point.index, point]));
  const placed = labels ? placeLabels(notes, x, plot.x, plot.x + plot.width) : [];
  const chosen = points.find(({ key }) => key === selected);

  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label}>
      <g className="depth-overlay">
        {chosen !== undefined && (
          <rect
            className="depth-selected"
            x={x(chosen.index) - width / 2 - 2}
            y={plot.y}
            width={width + 4}
            height={plot.height}
          />
        )}
        {notes.map(({ index, kind }) => {
          const point = byIndex.get(index);
          const event = point?.event;
          if (point === undefined || event === undefined) return undefined;
          const row = placed.find(({ annotation }) => annotation.index === index)?.row ?? LABEL_ROWS;
          const peak = y(Math.max(point.prompt, kind === "loss" ? event.expected : 0));
          return (
            <Fragment key={index}>
              <line
                className={`depth-line depth-line-${kind}`}
                x1={x(index)}
                x2={x(index)}
                y1={labels ? 14 + row * ROW_HEIGHT : 0}
                y2={peak - 2}
              />
              {kind === "loss" && (
                <rect
                  className="depth-lost"
                  x={x(index) - width / 2}
                  y={y(event.expected)}
                  width={width}
                  height={Math.max(1, y(event.read) - y(event.expected))}
                />
              )}
            </Fragment>
          );
        })}
        {placed.map(({ annotation, x: at, row, side }) => (
          <g key={annotation.index} transform={`translate(${at}, ${row * ROW_HEIGHT + 6})`}>
            {annotation.kind === "loss" && <path className="depth-flag" d="M-5 0h10l-5 7z" />}
            <text
              className={`depth-label depth-label-${annotation.kind}`}
              x={side === "middle" ? 0 : side === "right" ? 9 : -9}
              y={7.5}
              textAnchor={side === "middle" ? "middle" : side === "right" ? "start" : "end"}
            >
              {annotation.text}
            </text>
          </g>
        ))}
      </g>
    </ZIndexLayer>
  );
});
