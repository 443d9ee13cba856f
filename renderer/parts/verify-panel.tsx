import { useState } from "react";
import type { Totals } from "../../shared/feed.ts";
import { counted, exactCount } from "../../shared/format.ts";
import type { AnswerTo, VerifyRow } from "../../shared/question.ts";
import { useWish } from "../desk.ts";
import { useAsk } from "../feed-context.tsx";
import { ledgerFigures, verdict, verifyName } from "../selectors/verify-text.ts";
import { Panel } from "./panel.tsx";
import "./bytes-account.css";
import "./verify-panel.css";

type State =
  | { readonly kind: "idle" | "running" }
  | { readonly kind: "done"; readonly answer: AnswerTo<"verify"> }
  | { readonly kind: "failed"; readonly reason: string };

/** Counts everything again with another reader when the user wants it, and shows both. */
export function VerifyPanel({ totals }: { readonly totals: Totals }) {
  const ask = useAsk();
  const [state, setState] = useState<State>({ kind: "idle" });
  const run = async () => {
    setState({ kind: "running" });
    try {
      const answer = await ask({ kind: "verify" });
      if (answer.kind === "verify") setState({ kind: "done", answer });
    } catch (error) {
      setState({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  };
  useWish("verify", () => void run());
  const running = state.kind === "running";
  const answer = state.kind === "done" ? state.answer : undefined;
  return (
    <Panel
      title="Count again"
      definition="verify"
      className="verify-panel"
      aside={
        <button type="button" className="plain-button" disabled={running} onClick={() => void run()}>
          {running ? "Counting…" : "Verify now"}
        </button>
      }
    >
      <p className="verify-verdict" role="status">
        {state.kind === "idle" &&
          "A second reader, which counts with code of its own, reads every log again. It takes some seconds."}
        {running && (
          <>
            Reading every log again… <progress aria-label="Counting again" />
          </>
        )}
        {state.kind === "failed" && `It could not be counted again. ${state.reason}`}
        {answer !== undefined && (
          <strong className={answer.equal ? "" : "verify-differs"}>{verdict(answer)}</strong>
        )}
      </p>
      <Figures totals={totals} answer={answer} />
      {answer !== undefined && answer.damagedLines > 0 && (
        <p className="verify-note">{counted(answer.damagedLines, "damaged line")} in the logs.</p>
      )}
      {answer !== undefined && answer.uncounted > 0 && (
        <p className="verify-note">
          {counted(answer.uncounted, "call")} of the ledger found in these logs, but not counted by the second
          reader.
        </p>
      )}
      {answer !== undefined && answer.beyond > 0 && (
        <p className="verify-note">
          {counted(answer.beyond, "more call")} of the ledger {answer.beyond === 1 ? "was" : "were"} not found
          in these logs, so nobody can count {answer.beyond === 1 ? "it" : "them"} again.
        </p>
      )}
    </Panel>
  );
}

type FiguresProps = {
  readonly totals: Totals;
  /** `undefined` until it was counted again. */
  readonly answer: AnswerTo<"verify"> | undefined;
};

/** Before the second count the ledger's figures stand alone, so that nothing moves when theirs arrive. */
function Figures({ totals, answer }: FiguresProps) {
  const before = ledgerFigures(totals).map((row) => ({ ...row, again: undefined }));
  const rows: readonly (Omit<VerifyRow, "again"> & { readonly again: number | undefined })[] =
    answer?.rows ?? before;
  return (
    <table className="plain-table">
      <caption className="visually-hidden">The ledger and the second count</caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          {[answer === undefined ? "Ledger" : "Ledger, these logs", "Counted again", "Difference"].map(
            (name) => (
              <th key={name} scope="col" className="plain-number">
                {name}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, ledger, again }) => (
          <tr key={name}>
            <th scope="row">{verifyName(name)}</th>
            <td className="plain-number">{exactCount(ledger)}</td>
            <td className="plain-number">{exactCount(again)}</td>
            <td
              className={
                again === undefined || ledger === again ? "plain-number verify-equal" : "plain-number"
              }
            >
              {exactCount(again === undefined ? undefined : ledger - again)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
