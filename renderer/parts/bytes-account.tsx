import { Fragment, memo } from "react";
import { PartBar } from "../charts/part-bar.tsx";
import { PartPatterns } from "../charts/part-patterns.tsx";
import { SeriesSwatch } from "../charts/series-legend.tsx";
import { bytesText, counted, exactCount, percent } from "../../shared/format.ts";
import type { SourcesHealth } from "../../shared/feed.ts";
import { BYTE_CLASSES, unaccounted } from "../selectors/byte-classes.ts";
import "./bytes-account.css";

/** The size of all logs as a sum, a bar and a table: nothing is skipped silently. */
export const BytesAccount = memo(function BytesAccount({ health }: { readonly health: SourcesHealth }) {
  const rest = unaccounted(health);
  return (
    <div className="bytes-account">
      <PartPatterns />
      <p className="bytes-sum">
        <strong title={`${exactCount(health.bytes)} bytes`}>{bytesText(health.bytes)}</strong>
        {BYTE_CLASSES.map(({ key, label }, place) => (
          <Fragment key={key}>
            <span aria-hidden="true">{place === 0 ? "=" : "+"}</span>
            <span
              className={health[key] === 0 ? "bytes-none" : ""}
              title={`${exactCount(health[key])} bytes`}
            >
              {bytesText(health[key])} <small>{label}</small>
            </span>
          </Fragment>
        ))}
      </p>
      <PartBar series={BYTE_CLASSES} stack={BYTE_CLASSES.map(({ key }) => health[key])} textOf={bytesText} />
      <table>
        <caption className="visually-hidden">What became of each byte</caption>
        <thead>
          <tr>
            <th scope="col">Bytes</th>
            <th scope="col" className="bytes-number">
              Size
            </th>
            <th scope="col" className="bytes-number">
              Share
            </th>
            <th scope="col" className="bytes-meaning">
              What it is
            </th>
          </tr>
        </thead>
        <tbody>
          {BYTE_CLASSES.map(({ key, label, fill, meaning }) => (
            <tr key={key}>
              <th scope="row">
                <span className="bytes-name">
                  <SeriesSwatch fill={fill} />
                  {label}
                </span>
              </th>
              <td className="bytes-number">{exactCount(health[key])}</td>
              <td className="bytes-number">
                {percent(health.bytes === 0 ? undefined : health[key] / health.bytes)}
              </td>
              <td className="bytes-meaning">
                {meaning}
                {key === "damaged" && health.damagedRecords > 0 && (
                  <b> {counted(health.damagedRecords, "record")}.</b>
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">all logs</th>
            <td className="bytes-number">{exactCount(health.bytes)}</td>
            <td className="bytes-number">{rest === 0 && health.bytes > 0 ? percent(1) : "–"}</td>
            <td className="bytes-meaning">
              {rest === 0
                ? "The sum is the size, to the byte."
                : `The sum differs from the size by ${exactCount(rest)} bytes: please report it.`}
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
});
