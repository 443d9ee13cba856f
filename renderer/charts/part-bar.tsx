import { memo } from "react";
import { compactTokens } from "../../shared/format.ts";
import type { Series } from "../selectors/history-series.ts";
import "./part-bar.css";

type Props = {
  readonly series: readonly Series[];
  readonly stack: readonly number[];
  readonly textOf?: (amount: number) => string;
};

/** Shares of a whole side by side; the width is always the whole. */
export const PartBar = memo(function PartBar({ series, stack, textOf = compactTokens }: Props) {
  const sum = stack.reduce((total, tokens) => total + tokens, 0);
  const parts = series
    .map(({ label, fill }, place) => ({ label, fill, tokens: stack[place] ?? 0 }))
    .filter(({ tokens }) => tokens > 0);
  const text =
    sum === 0 ? "nothing" : parts.map(({ label, tokens }) => `${textOf(tokens)} ${label}`).join(", ");
  const starts = parts.map((_, place) =>
    parts.slice(0, place).reduce((total, { tokens }) => total + tokens, 0),
  );
  return (
    <svg className="part-bar" role="img" aria-label={text}>
      <title>{text}</title>
      {parts.map(({ label, fill, tokens }, place) => (
        <rect
          key={label}
          x={`${((starts[place] ?? 0) / sum) * 100}%`}
          width={`${(tokens / sum) * 100}%`}
          height="100%"
          fill={fill}
        />
      ))}
    </svg>
  );
});
