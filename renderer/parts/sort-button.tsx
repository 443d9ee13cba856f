import "./sort-button.css";

type Props = {
  readonly name: string;
  /** `undefined`: the rows are sorted by another column. */
  readonly descending: boolean | undefined;
  readonly title?: string | undefined;
  readonly onSort: () => void;
};

/** The name in the head of a column by which rows can be sorted; an arrow says which way they are. */
export function SortButton({ name, descending, title, onSort }: Props) {
  return (
    <button type="button" className="text-button sort-button" title={title} onClick={onSort}>
      {name}
      {descending !== undefined && <i aria-hidden="true">{descending ? "↓" : "↑"}</i>}
    </button>
  );
}
