import { memo, useMemo, useRef, type KeyboardEvent, type PointerEvent } from "react";
import { exactCount } from "../../shared/format.ts";
import type { DepthPoint } from "../selectors/depth-series.ts";
import { downsample } from "../selectors/downsample.ts";
import { dragged, nudged, type Grip } from "../selectors/call-range.ts";
import type { CallRange } from "../view-state.ts";
import "./range-strip.css";

type Props = {
  readonly points: readonly DepthPoint[];
  readonly range: CallRange;
  readonly onChange: (range: CallRange) => void;
};

const MOST_POINTS = 300;

/** The whole lane in small, and the window of calls that the charts above show: drag it, its ends, or a new one. */
export const RangeStrip = memo(function RangeStrip({ points, range, onChange }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly grip: Grip; readonly from: number; readonly range: CallRange }>(undefined);
  const length = points.length;
  const shape = useMemo(() => outline(points), [points]);
  const losses = useMemo(() => points.filter(({ event }) => event?.kind === "invalidation"), [points]);
  const left = (range.from / length) * 100;
  const right = (range.to / length) * 100;

  const place = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined || bounds.width === 0) return 0;
    return ((event.clientX - bounds.left) / bounds.width) * length;
  };
  const start = (event: PointerEvent<HTMLDivElement>) => {
    const from = place(event);
    const reach = length / 60;
    const grip: Grip =
      Math.abs(from - range.from) < reach
        ? "from"
        : Math.abs(from - range.to) < reach
          ? "to"
          : from > range.from && from < range.to && range.to - range.from < length
            ? "window"
            : "new";
    drag.current = { grip, from, range };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current === undefined) return;
    onChange(dragged(drag.current.grip, drag.current.range, drag.current.from, place(event), length));
  };
  const press = (grip: "from" | "to") => (event: KeyboardEvent) => {
    const next = nudged(grip, range, event.key, length);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next);
  };

  return (
    <div
      ref={box}
      className="range-strip"
      onPointerDown={start}
      onPointerMove={move}
      onPointerUp={() => (drag.current = undefined)}
      onPointerCancel={() => (drag.current = undefined)}
    >
      <svg viewBox={`0 0 ${length} 100`} preserveAspectRatio="none" aria-hidden="true">
        <path d={shape} />
      </svg>
      {losses.map(({ index }) => (
        <i key={index} className="range-strip-loss" style={{ left: `${((index + 0.5) / length) * 100}%` }} />
      ))}
      <i className="range-strip-shade" style={{ left: 0, width: `${left}%` }} />
      <i className="range-strip-shade" style={{ left: `${right}%`, right: 0 }} />
      <i className="range-strip-window" style={{ left: `${left}%`, width: `${right - left}%` }} />
      {(["from", "to"] as const).map((grip) => (
        <div
          key={grip}
          className="range-strip-grip"
          role="slider"
          tabIndex={0}
          aria-label={grip === "from" ? "First call shown" : "Last call shown"}
          aria-valuemin={1}
          aria-valuemax={length}
          aria-valuenow={grip === "from" ? range.from + 1 : range.to}
          aria-valuetext={`call ${exactCount(grip === "from" ? range.from + 1 : range.to)} of ${exactCount(length)}`}
          style={{ left: `${grip === "from" ? left : right}%` }}
          onKeyDown={press(grip)}
        />
      ))}
    </div>
  );
});

/** A step line over the prompts, as an area; 100 is the ground. */
function outline(points: readonly DepthPoint[]): string {
  const most = points.reduce((top, { prompt }) => Math.max(top, prompt), 1);
  const steps = downsample(points, MOST_POINTS).map(
    ({ index, prompt }) => `L${index} ${Math.round(1000 - (prompt / most) * 920) / 10}H${index + 1}`,
  );
  return `M0 100${steps.join("")}L${points.length} 100Z`;
}
