import type { Notice } from "../../shared/feed.ts";
import "./notices.css";

/** What the user can act on, and the loss of the connection; the figures below stay as they were. */
export function Notices({
  notices,
  offline,
}: {
  readonly notices: readonly Notice[];
  readonly offline: string | undefined;
}) {
  return (
    <div className="notices" role="status">
      {offline !== undefined && (
        <p className="notice notice-warning">
          <b>Not connected.</b> What is shown is of before, nothing is lost, and it is tried again by itself.{" "}
          {offline}
        </p>
      )}
      {notices.map(({ id, level, text }) => (
        <p key={id} className={`notice notice-${level}`}>
          {text}
        </p>
      ))}
    </div>
  );
}
