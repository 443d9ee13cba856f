import { memo, type ReactNode } from "react";
import type { RootHealth, SourcesHealth } from "../../shared/feed.ts";
import { counted, exactCount } from "../../shared/format.ts";
import "./source-folders.css";

const STATES: Readonly<Record<RootHealth["state"], string>> = {
  ok: "read",
  missing: "not there",
  unreadable: "may not be read",
};

/** Which folders are read, and everything in them that could not be read, understood or priced. */
export const SourceFolders = memo(function SourceFolders({ health }: { readonly health: SourcesHealth }) {
  const { roots, unreadable, unknownModels, unknownShapes } = health;
  return (
    <>
      <ul className="source-folders">
        {roots.map(({ path, state, files }) => (
          <li key={path}>
            <code>{path}</code>
            <span className={state === "ok" ? "" : "source-problem"}>
              {state === "ok" ? counted(files, "file") : STATES[state]}
            </span>
          </li>
        ))}
      </ul>
      <Trouble title="Unreadable" none="Every file could be read." some={unreadable.length > 0}>
        {unreadable.map(({ path, reason }) => (
          <li key={path}>
            <code>{path}</code>
            <span className="source-problem">{reason}</span>
          </li>
        ))}
      </Trouble>
      <Trouble
        title="Models without a price"
        none="Every model has a known price."
        some={unknownModels.length > 0}
        note="Their tokens are counted, their cost is left out."
      >
        {unknownModels.map((model) => (
          <li key={model}>
            <code>{model}</code>
          </li>
        ))}
      </Trouble>
      <Trouble
        title="Records of an unknown shape"
        none="Every record has a known shape."
        some={unknownShapes.length > 0}
        note="They hold something that looks like usage but is not known: perhaps a newer log format."
      >
        {unknownShapes.map(({ fields, lines }) => (
          <li key={fields}>
            <code>{fields}</code>
            <span>
              {exactCount(lines)} {lines === 1 ? "line" : "lines"}
            </span>
          </li>
        ))}
      </Trouble>
    </>
  );
});

type TroubleProps = {
  readonly title: string;
  /** What is said when there is none of it. */
  readonly none: string;
  readonly some: boolean;
  readonly note?: string;
  readonly children: ReactNode;
};

function Trouble({ title, none, some, note, children }: TroubleProps) {
  return (
    <section className="source-trouble">
      <h3>{title}</h3>
      {some ? <ul className="source-folders">{children}</ul> : <p>{none}</p>}
      {some && note !== undefined && <p>{note}</p>}
    </section>
  );
}
