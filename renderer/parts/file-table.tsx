import { memo, useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { bytesText, dayAndTime, exactCount, exactTime } from "../../shared/format.ts";
import type { SourceFile } from "../../shared/question.ts";
import type { EpochMs } from "../../shared/units.ts";
import { PLACE } from "../clock.ts";
import { BYTE_CLASSES, type ByteClass } from "../selectors/byte-classes.ts";
import { pathInProject } from "../selectors/file-rows.ts";
import { FILE_COLUMNS, type FileColumn } from "../sources-view.ts";
import { SortButton } from "./sort-button.tsx";
import "./file-table.css";

type Props = {
  readonly rows: readonly SourceFile[];
  readonly sort: FileColumn;
  readonly descending: boolean;
  readonly now: EpochMs;
  readonly projectName: (project: string) => string;
  readonly onSort: (column: FileColumn) => void;
};

const NAMES: Readonly<Record<FileColumn, string>> = {
  path: "File",
  project: "Project",
  size: "Size",
  counted: "Counted",
  other: "Other",
  blank: "Blank",
  damaged: "Damaged",
  pending: "Pending",
  gone: "Gone since",
};
const ROW = 32;

/** Every log with what became of its bytes; only the rows in view exist. */
export const FileTable = memo(function FileTable(props: Props) {
  const { rows, sort, descending, now, projectName, onSort } = props;
  const box = useRef<HTMLDivElement>(null);
  // The compiler that this rule speaks for is not used here.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    // The head stands in the same box and stays on top of the rows.
    scrollMargin: ROW,
    scrollPaddingStart: ROW,
    overscan: 10,
  });
  return (
    <div
      ref={box}
      className="file-table"
      role="table"
      aria-label="Logs"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className="file-table-head">
        <div role="row" className="file-table-row" aria-rowindex={1}>
          {FILE_COLUMNS.map((column) => (
            <span
              key={column}
              role="columnheader"
              className={`file-${column}`}
              aria-sort={column !== sort ? "none" : descending ? "descending" : "ascending"}
            >
              <SortButton
                name={NAMES[column]}
                descending={column === sort ? descending : undefined}
                onSort={() => onSort(column)}
              />
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="file-table-body" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const file = rows[index];
          return file === undefined ? undefined : (
            <Row
              key={file.path}
              file={file}
              index={index}
              start={start - ROW}
              now={now}
              project={projectName(file.project)}
            />
          );
        })}
      </div>
    </div>
  );
});

type RowProps = {
  readonly file: SourceFile;
  readonly index: number;
  readonly start: number;
  readonly now: EpochMs;
  readonly project: string;
};

const Row = memo(function Row({ file, index, start, now, project }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className="file-table-row"
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="rowheader" className="file-path name" title={file.path}>
        {pathInProject(file)}
      </span>
      <span role="cell" className="file-project name" title={file.project}>
        {project}
      </span>
      <Size column="size" bytes={file.size} />
      {BYTE_CLASSES.map(({ key }) => (
        <Size
          key={key}
          column={key}
          bytes={file[key]}
          records={key === "damaged" ? file.damagedRecords : 0}
        />
      ))}
      <span
        role="cell"
        className="file-gone"
        title={file.goneAt === undefined ? undefined : exactTime(file.goneAt, PLACE)}
      >
        {file.goneAt === undefined ? "" : dayAndTime(file.goneAt, now, PLACE)}
      </span>
    </div>
  );
});

type SizeProps = {
  readonly column: "size" | ByteClass;
  readonly bytes: number;
  readonly records?: number;
};

function Size({ column, bytes, records = 0 }: SizeProps) {
  const more = records === 0 ? "" : `, ${exactCount(records)} damaged`;
  return (
    <span
      role="cell"
      className={`file-${column} ${bytes === 0 ? "file-zero" : ""}`}
      title={`${exactCount(bytes)} bytes${more}`}
    >
      {bytesText(bytes)}
    </span>
  );
}
