import { Component, type ReactNode } from "react";
import { LIVE, viewHash } from "../view-state.ts";

type Props = { readonly children: ReactNode };
type State = { readonly fault: string | undefined };

/** A page that cannot be drawn says so, and the others stay within reach. The only way React offers is a class. */
export class PageFault extends Component<Props, State> {
  override state: State = { fault: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    const { fault } = this.state;
    return fault === undefined ? this.props.children : <FaultText fault={fault} />;
  }
}

export function FaultText({ fault }: { readonly fault: string }) {
  return (
    <main>
      <div className="nothing-yet" role="alert">
        <h1>This page could not be drawn</h1>
        <p>
          It is a fault of Prefixwatch; your history is not touched by it. The message is:{" "}
          <code>{fault}</code>
        </p>
        <p>
          <a href={viewHash(LIVE)}>Live</a> and the other pages go on. Loading the window again tries this one
          again.
        </p>
      </div>
    </main>
  );
}
