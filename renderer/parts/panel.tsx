import { useId, type ReactNode } from "react";
import type { DefinitionKey } from "../definitions.ts";
import { Definition } from "./definition.tsx";
import "./panel.css";

type Props = {
  readonly title: string;
  readonly definition?: DefinitionKey;
  /** Explains the panel in the title's line. */
  readonly note?: ReactNode;
  /** Stands at the end of the title's line: a legend, a button. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A surface with a title line. */
export function Panel({ title, definition, note, aside, className = "", children }: Props) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <div className="panel-title">
          <h2 id={id}>{title}</h2>
          {definition !== undefined && <Definition of={definition} name={title} />}
        </div>
        {note !== undefined && <p className="panel-note">{note}</p>}
        {aside !== undefined && <div className="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
