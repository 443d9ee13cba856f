import type { ReactNode } from "react";
import type { DefinitionKey } from "../definitions.ts";
import type { FigureText } from "../../shared/format.ts";
import { Definition } from "./definition.tsx";
import "./figure.css";

type Props = {
  readonly label: string;
  /** The rest of the label, left out where there is no room. */
  readonly labelMore?: string;
  readonly definition: DefinitionKey;
  readonly figure: FigureText;
  /** The exact number, for the title and for those who hear the page. */
  readonly exact: string;
  readonly context: ReactNode;
  readonly loss?: boolean;
};

/** A big number with a small unit, its label above and a line of context below. */
export function Figure({ label, labelMore = "", definition, figure, exact, context, loss = false }: Props) {
  return (
    <div className="figure">
      <dt className="figure-label">
        <span>
          {label}
          <span className="figure-more">{labelMore}</span>
        </span>
        <Definition of={definition} name={label + labelMore} />
      </dt>
      <dd className={loss ? "figure-value figure-loss" : "figure-value"} title={exact}>
        <span aria-hidden="true">
          {figure.value}
          {figure.unit !== "" && (
            <small className={figure.unit === "%" ? "figure-percent" : ""}>{figure.unit}</small>
          )}
        </span>
        <span className="visually-hidden">{exact}</span>
      </dd>
      <dd className="figure-context">{context}</dd>
    </div>
  );
}
