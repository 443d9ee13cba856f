import { memo } from "react";

/** The second channel, once for the page: writes hatched for one hour and dotted where the log does not say; breaks hatched where not yours and dotted where not known. */
export const Patterns = memo(function Patterns() {
  return (
    <svg className="patterns" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <pattern
          id="hatch-1h"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="4" height="4" fill="var(--write-1h)" />
          <rect width="1.1" height="4" fill="var(--hatch)" />
        </pattern>
        <pattern id="dots-unknown" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--write-5m)" />
          <circle cx="2" cy="2" r="0.9" fill="var(--panel)" />
        </pattern>
        <pattern
          id="hatch-not-yours"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width="4" height="4" fill="var(--panel)" />
          <rect width="1.8" height="4" fill="var(--loss)" />
        </pattern>
        <pattern id="dots-not-known" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" fill="var(--panel)" />
          <circle cx="2" cy="2" r="1.2" fill="var(--loss)" />
        </pattern>
      </defs>
    </svg>
  );
});
