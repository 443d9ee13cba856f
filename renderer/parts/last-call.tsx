import { MiniBar } from "../charts/mini-bar.tsx";
import { compactTokens, exactTokens, exactUsd, percent, usd } from "../../shared/format.ts";
import type { CallView } from "../../shared/feed.ts";
import type { Tokens } from "../../shared/units.ts";
import { hitRate } from "../../shared/usage/token-usage.ts";
import { Definition } from "./definition.tsx";
import "./last-call.css";

/** What one call read, wrote, sent outside the cache and got back, in one line. */
export function LastCall({ call, title }: { readonly call: CallView; readonly title: string }) {
  const { usage } = call;
  const parts: readonly { readonly name: string; readonly field: string; readonly tokens: Tokens }[] = [
    { name: "read", field: "read", tokens: usage.cacheRead },
    { name: "wrote, 5 min", field: "write5m", tokens: usage.cacheWrite5m },
    { name: "wrote, 1 h", field: "write1h", tokens: usage.cacheWrite1h },
    { name: "wrote, lifetime not logged", field: "writeUnknown", tokens: usage.cacheWriteUnknownTtl },
    { name: "uncached", field: "uncached", tokens: usage.uncachedInput },
    { name: "output", field: "output", tokens: usage.output },
  ];
  const always = new Set(["read", "uncached", "output"]);
  return (
    <div className="last-call">
      <h3>
        {title} <Definition of="lastCall" name={title} />
      </h3>
      <dl>
        {parts
          .filter(({ field, tokens }) => tokens > 0 || always.has(field))
          .map(({ name, field, tokens }) => (
            <div key={field} title={exactTokens(tokens)}>
              <dt>
                <i className={`swatch swatch-${field}`} />
                {name}
              </dt>
              <dd>
                {compactTokens(tokens)}
                {field === "output" && !call.finished && (
                  <abbr title="The log has no end of this response yet.">+</abbr>
                )}
              </dd>
            </div>
          ))}
        <div>
          <dt>hit rate</dt>
          <dd>{percent(hitRate(usage))}</dd>
        </div>
        <div title={exactUsd(call.cost)}>
          <dt>cost</dt>
          <dd>{usd(call.cost)}</dd>
        </div>
      </dl>
      <MiniBar usage={usage} />
    </div>
  );
}
