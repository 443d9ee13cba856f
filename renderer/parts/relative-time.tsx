import { agoText, clockSeconds, dayAndTime, exactTime } from "../../shared/format.ts";
import type { EpochMs } from "../../shared/units.ts";
import { PLACE, useNow } from "../clock.ts";

const DAY = 24 * 60 * 60 * 1000;

/** `14:01:27, 41 s ago`; the only text on the page that changes by the second. */
export function RelativeTime({ at }: { readonly at: EpochMs | undefined }) {
  const now = useNow();
  if (at === undefined) return <>time not in the log</>;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at, PLACE)}>
      {now - at < DAY ? clockSeconds(at, PLACE) : dayAndTime(at, now, PLACE)}, {agoText(at, now)}
    </time>
  );
}
