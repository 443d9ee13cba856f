import { memo } from "react";
import { counted, exactCount } from "../../shared/format.ts";
import type { TokenUsage } from "../../shared/usage/token-usage.ts";
import { PROMPT_KINDS } from "./token-kinds.ts";
import "./mini-bar.css";

/** The kinds of tokens of one call or session side by side, output last; the width is always the whole. */
export const MiniBar = memo(function MiniBar({ usage }: { readonly usage: TokenUsage }) {
  const parts = [
    ...PROMPT_KINDS.map(({ field, label, usage: name }) => ({ field, label, tokens: usage[name] })),
    { field: "output", label: "output", tokens: usage.output },
  ].filter(({ tokens }) => tokens > 0);
  const sum = parts.reduce((total, { tokens }) => total + tokens, 0);
  const text =
    sum === 0
      ? "no tokens"
      : `${counted(sum, "token")}: ${parts.map(({ label, tokens }) => `${exactCount(tokens)} ${label}`).join(", ")}`;
  return (
    <span className="mini-bar" role="img" aria-label={text} title={text}>
      {parts.map(({ field, tokens }) => (
        <i key={field} className={`swatch-${field}`} style={{ flexGrow: tokens / sum }} />
      ))}
    </span>
  );
});
