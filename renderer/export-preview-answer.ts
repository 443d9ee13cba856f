import { useCallback, useEffect, useState } from "react";
import type { ExportPreviewAnswer, ExportSubject } from "../shared/question.ts";
import type { DurationMs } from "../shared/units.ts";
import { useAsk } from "./feed-context.tsx";
import { requestOf, type ExportForm } from "./selectors/export-form.ts";

export type PreviewKnown = { readonly subject: ExportSubject; readonly answer: ExportPreviewAnswer };

type Told = {
  readonly known: PreviewKnown | undefined;
  readonly failed: string | undefined;
  /** Of which attempt that is. */
  readonly of: string | undefined;
};

/** A date is typed figure by figure. */
const SETTLED: DurationMs = 150;

/**
 * Asks for the first rows whenever another request is made, and only then: they are sorted out of the whole history, too
 * much to do again with each new call. The rows of the request before stay until the next are there.
 */
export function useExportPreview(form: ExportForm) {
  const ask = useAsk();
  const [attempt, setAttempt] = useState(0);
  const [told, setTold] = useState<Told>({ known: undefined, failed: undefined, of: undefined });
  const { subject } = form;
  const request = requestOf(form);
  const wanted = JSON.stringify([request, attempt]);
  useEffect(() => {
    let stale = false;
    const run = async () => {
      try {
        const answer = await ask({ kind: "export-preview", ...request });
        if (stale || answer.kind !== "export-preview") return;
        setTold({ known: { subject, answer }, failed: undefined, of: wanted });
      } catch (error) {
        const failed = error instanceof Error ? error.message : String(error);
        if (!stale) setTold(({ known }) => ({ known, failed, of: wanted }));
      }
    };
    const timer = setTimeout(() => void run(), SETTLED);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `wanted` is the request as a text: equal while it is the same.
  }, [ask, subject, wanted]);
  const askAgain = useCallback(() => setAttempt((before) => before + 1), []);
  return { known: told.known, failed: told.failed, pending: told.of !== wanted, askAgain };
}
