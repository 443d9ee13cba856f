import { memo, useMemo } from "react";
import type { Totals } from "../../shared/feed.ts";
import { useAnswer } from "../feed-context.tsx";
import { otherCounts, otherRates } from "../selectors/other-figures.ts";
import { Panel } from "./panel.tsx";
import "./bytes-account.css";
import "./other-figures.css";

/** Everything, by main and agents: how much is missing where agents are left out. */
const BY_LANE = {
  kind: "months",
  split: "lane",
  from: undefined,
  to: undefined,
  zone: "UTC",
  today: undefined,
  filter: { project: undefined, model: undefined, lane: undefined },
} as const;

/** The definitions of other tools beside ours, on the reader's own tokens. */
export const OtherFigures = memo(function OtherFigures({ totals }: { readonly totals: Totals }) {
  const { answer } = useAnswer(BY_LANE);
  const agents = answer === undefined ? undefined : answer.parts.find(({ key }) => key === "sub")?.totals;
  const rates = useMemo(() => otherRates(totals), [totals]);
  const counts = useMemo(() => otherCounts(totals, agents), [totals, agents]);
  return (
    <Panel
      title="Why other tools show other numbers"
      definition="otherRates"
      note="each is right about something else; these are your own tokens"
    >
      <div className="other-figures">
        <table className="plain-table other-rates">
          <caption>The same tokens, divided differently</caption>
          <thead>
            <tr>
              <th scope="col">Rate</th>
              <th scope="col" className="plain-number">
                Yours
              </th>
              <th scope="col" className="plain-number">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {rates.map(({ name, formula, figure, difference, remark }) => (
              <tr key={name}>
                <th scope="row">
                  {name} <code>{formula}</code>
                  <small>{remark}</small>
                </th>
                <td className="plain-number other-figure">{figure}</td>
                <td className="plain-number other-difference">{difference}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <table className="plain-table other-counts">
          <caption>Counted differently</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">What it does to the number</th>
            </tr>
          </thead>
          <tbody>
            {counts.map(({ name, why, effect }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  <small>{why}</small>
                </th>
                <td>{effect}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
});
