import { counted } from "../../shared/format.ts";
import type { Overview } from "../../shared/feed.ts";
import { useDemo } from "../demo-switch.ts";
import { ScanProgress } from "./scan-progress.tsx";
import "./plain-button.css";
import "./nothing-yet.css";

type Props = { readonly overview: Overview | undefined; readonly offline: string | undefined };

/** Before the first figures: connecting, reading, or nothing found and what to do about it. */
export function NothingYet({ overview, offline }: Props) {
  if (overview === undefined) {
    return (
      <section className="nothing-yet" aria-busy={offline === undefined}>
        <h1>{offline === undefined ? "Connecting…" : "Not connected"}</h1>
        <p>
          {offline === undefined
            ? "Waiting for the engine on this machine. Nothing leaves it."
            : "Nothing is lost: the history is on disk, and what happens meanwhile is read afterwards."}
        </p>
      </section>
    );
  }
  const { scan, health } = overview;
  if (scan.phase === "scanning") {
    return (
      <section className="nothing-yet">
        <h1>Reading your logs</h1>
        <p>Sessions appear here as they are found, the newest first.</p>
        <ScanProgress scan={scan} />
      </section>
    );
  }
  return (
    <section className="nothing-yet">
      <h1>No session found yet</h1>
      <p>Prefixwatch reads the logs that Claude Code keeps on this machine. It looked here:</p>
      <ul>
        {health.roots.map(({ path, state, files }) => (
          <li key={path}>
            <code>{path}</code>
            <span>
              {state === "missing" && "does not exist"}
              {state === "unreadable" && "cannot be read"}
              {state === "ok" &&
                (files === 0 ? "exists, no log in it" : `${counted(files, "log")}, no call in them`)}
            </span>
          </li>
        ))}
      </ul>
      <p>
        Start a session with <code>claude</code> and send one message: it appears within a second. If your
        logs are elsewhere, start Prefixwatch with <code>--root DIR</code>.
      </p>
      <TryDemo />
    </section>
  );
}

function TryDemo() {
  const { changing, failed, change } = useDemo();
  return (
    <>
      <p className="nothing-yet-demo">
        <button type="button" className="plain-button" disabled={changing} onClick={() => void change(true)}>
          Try the demo
        </button>
        <span>
          A made-up day in which everything happens once. It is kept apart from your history and leaves
          nothing.
        </span>
      </p>
      {failed !== undefined && <p role="alert">The demo could not be started. {failed}</p>}
    </>
  );
}
