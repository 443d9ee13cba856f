import { memo, type ReactNode } from "react";

/** How parts of the calls are told apart: steps of grey and patterns, since colours are for kinds of token. */
export const PartPatterns = memo(function PartPatterns() {
  return (
    <svg className="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <Pattern place={0} ground={66} />
        <Pattern place={1} ground={18}>
          <rect width="2.6" height="5" fill={grey(66)} />
        </Pattern>
        <Pattern place={2} ground={36} />
        <Pattern place={3} ground={14}>
          <circle cx="2.5" cy="2.5" r="1.4" fill={grey(72)} />
        </Pattern>
        <Pattern place={4} ground={82} />
        <Pattern place={5} ground={40} turn={-45}>
          <rect width="1.3" height="5" fill={grey(92)} />
        </Pattern>
        <Pattern place={6} ground={16} />
      </defs>
    </svg>
  );
});

type PatternProps = {
  readonly place: number;
  /** Share of ink in percent. */
  readonly ground: number;
  readonly turn?: number;
  readonly children?: ReactNode;
};

function Pattern({ place, ground, turn = 45, children }: PatternProps) {
  return (
    <pattern
      id={`part-${place}`}
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(${turn})`}
    >
      <rect width="5" height="5" fill={grey(ground)} />
      {children}
    </pattern>
  );
}

function grey(ink: number): string {
  return `color-mix(in srgb, var(--ink) ${ink}%, var(--panel))`;
}
