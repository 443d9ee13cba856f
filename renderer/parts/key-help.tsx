import { KEY_LIST } from "../key-list.ts";
import { Sheet } from "./sheet.tsx";
import "./plain-button.css";
import "./key-help.css";

/** All keys, by where they work. */
export function KeyHelp({ onClosed }: { readonly onClosed: () => void }) {
  return (
    <Sheet name="Keys" className="key-help" onClosed={onClosed}>
      <header>
        <h2>Keys</h2>
        <button type="button" className="plain-button" onClick={onClosed}>
          Close
        </button>
      </header>
      <div className="key-help-lists" tabIndex={0} role="region" aria-label="List of keys">
        {KEY_LIST.map(({ where, keys }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(({ keys: names, does }) => (
                <div key={does}>
                  <dt>
                    {names.map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  );
}
