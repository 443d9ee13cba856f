import { counted } from "../../shared/format.ts";
import type { Overview } from "../../shared/feed.ts";
import { ScanProgress } from "./scan-progress.tsx";
import "./nothing-yet.css";

/** Before the first figures: connecting, reading, or nothing found and what to do about it. */
export function NothingYet({ overview }: { readonly overview: Overview | undefined }) {
  if (overview === undefined) {
    return (
      <section className="nothing-yet" aria-busy="true">
        <h1>Connecting…</h1>
        <p>Waiting for the engine on this machine. Nothing leaves it.</p>
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
    </section>
  );
}
