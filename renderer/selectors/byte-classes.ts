import type { SourcesHealth } from "../../shared/feed.ts";
import type { SourceFile } from "../../shared/question.ts";
import type { Series } from "./history-series.ts";

/** What can become of a byte of a log, in the order they are drawn. */
export const BYTE_CLASSES = [
  {
    key: "counted",
    label: "counted",
    fill: "url(#part-0)",
    meaning: "Records with token usage: they are what every figure is made of.",
  },
  {
    key: "other",
    label: "other",
    fill: "url(#part-2)",
    meaning: "Whole records with nothing to count: prompts, tool results, attachments, summaries.",
  },
  { key: "blank", label: "blank", fill: "url(#part-6)", meaning: "Empty lines." },
  {
    key: "damaged",
    label: "damaged",
    fill: "url(#part-1)",
    meaning: "Text that is no record. What could be saved of such a line is counted.",
  },
  {
    key: "pending",
    label: "pending",
    fill: "url(#part-3)",
    meaning: "A last line that is not finished yet. It is read as soon as its end is written.",
  },
] as const satisfies readonly (Series & { readonly meaning: string })[];

export type ByteClass = (typeof BYTE_CLASSES)[number]["key"];

/** Bytes that are in no class, or in two; 0 when the sum is right. */
export function unaccounted(health: Pick<SourcesHealth, "bytes" | ByteClass>): number {
  return BYTE_CLASSES.reduce((rest, { key }) => rest - health[key], health.bytes);
}

/** Files whose classes do not add up to their size. */
export function filesThatDiffer(files: readonly SourceFile[]): number {
  return files.filter((file) => unaccounted({ ...file, bytes: file.size }) !== 0).length;
}
