import type { TokenUsage } from "../../shared/usage/token-usage.ts";

/** The kinds of prompt tokens in the order they stand in a bar, from the ground up; and how each is drawn. */
export const PROMPT_KINDS = [
  { field: "read", usage: "cacheRead", label: "read", fill: "var(--read)" },
  { field: "write5m", usage: "cacheWrite5m", label: "written, 5 min", fill: "var(--write-5m)" },
  { field: "write1h", usage: "cacheWrite1h", label: "written, 1 h", fill: "url(#hatch-1h)" },
  {
    field: "writeUnknown",
    usage: "cacheWriteUnknownTtl",
    label: "written, lifetime not logged",
    fill: "url(#dots-unknown)",
  },
  { field: "uncached", usage: "uncachedInput", label: "uncached", fill: "var(--uncached)" },
] as const satisfies readonly {
  readonly field: string;
  readonly usage: keyof TokenUsage;
  readonly label: string;
  readonly fill: string;
}[];

export type PromptKind = (typeof PROMPT_KINDS)[number];
