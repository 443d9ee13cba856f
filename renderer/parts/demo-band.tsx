import { useDemo } from "../demo-switch.ts";
import "./plain-button.css";
import "./demo-band.css";

/** On every page while the demo plays, so that no figure of it passes for the user's own. */
export function DemoBand() {
  const { playing, changing, failed, change } = useDemo();
  if (!playing) return undefined;
  return (
    <section className="demo-band" aria-label="Demo">
      <p>
        <b>Demo</b> <span>A made-up day, faster than real. Nothing here is yours, and nothing is kept.</span>
        {failed !== undefined && <span role="alert"> {failed}</span>}
      </p>
      <button type="button" className="plain-button" disabled={changing} onClick={() => void change(false)}>
        Leave the demo
      </button>
    </section>
  );
}
