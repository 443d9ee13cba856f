import "./history-failed.css";

type Props = {
  readonly reason: string;
  /** There are figures of before to look at. */
  readonly stale: boolean;
  readonly onRetry: () => void;
};

/** Why the newest figures are missing, and the way to ask once more. */
export function HistoryFailed({ reason, stale, onRetry }: Props) {
  return (
    <p className="history-failed" role="alert">
      The history could not be read{stale ? "; what is shown is of before" : ""}. {reason}{" "}
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </p>
  );
}
