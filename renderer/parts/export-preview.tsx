import { memo, useMemo } from "react";
import type { ExportFormat, ExportPreviewAnswer, ExportSubject } from "../../shared/question.ts";
import { previewCell, previewColumns, previewNote } from "../selectors/export-preview.ts";
import "../charts/legend.css";
import "./export-preview.css";

type Props = {
  /** Of which request `answer` is, so that the words fit to the columns. */
  readonly subject: ExportSubject;
  readonly format: ExportFormat;
  readonly answer: ExportPreviewAnswer;
  readonly pending: boolean;
};

/** The first rows as the file will hold them, below what each column means. */
export const ExportPreview = memo(function ExportPreview({ subject, format, answer, pending }: Props) {
  const columns = useMemo(() => previewColumns(subject, answer), [subject, answer]);
  return (
    <section className="export-preview" aria-busy={pending} aria-label="Preview">
      <p role="status">{previewNote(answer, format)}</p>
      {/* Wider than any window: it scrolls by itself, and the arrow keys reach it. */}
      <div className="export-scroll" role="region" aria-label="First rows of the file" tabIndex={0}>
        <table>
          <caption className="visually-hidden">First rows of the file</caption>
          <thead>
            <tr>
              {columns.map(({ name, swatch, isNumber }) => (
                <th key={name} scope="col" className={isNumber ? "export-number" : ""}>
                  {swatch !== undefined && <i className={`swatch swatch-${swatch}`} />}
                  {name}
                </th>
              ))}
            </tr>
            <tr className="export-means">
              {columns.map(({ name, means, isNumber }) => (
                <td key={name} className={isNumber ? "export-number" : ""}>
                  {means}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row, place) => (
              // Rows have no name of their own; the answer changes as a whole.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={place}>
                {columns.map((column, index) => {
                  const { text, known } = previewCell(format, column, row[index]);
                  return (
                    <td
                      key={column.name}
                      className={column.isNumber ? "export-number" : ""}
                      title={text.length > 36 ? text : undefined}
                    >
                      {known ? text : <i>{text}</i>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
});
