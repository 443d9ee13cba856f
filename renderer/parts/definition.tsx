import { useId } from "react";
import { DEFINITIONS, type DefinitionKey } from "../definitions.ts";
import "./definition.css";

/** The small "i" beside a label, and what it opens: the definition of the figure. */
export function Definition({ of, name }: { readonly of: DefinitionKey; readonly name: string }) {
  const id = useId();
  return (
    <>
      <button
        type="button"
        className="definition-button"
        popoverTarget={id}
        aria-label={`What is “${name}”?`}
      >
        i
      </button>
      <div id={id} popover="auto" className="definition-text popover">
        <strong>{name}</strong>
        {DEFINITIONS[of]}
      </div>
    </>
  );
}
