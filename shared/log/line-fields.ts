import type { LinkId, LinkNumbers } from "./link-ids.ts";
import type { Field } from "./wanted-fields.ts";
import type { EpochMs } from "../units.ts";

export type ValueKind = "absent" | "text" | "object" | "list" | "true" | "false" | "null" | "number";

/** The wanted fields of one line of a log, found without decoding the line. Valid until the next line is read. */
export type LineFields = {
  readonly kind: (field: Field) => ValueKind;
  /** As `textField` of the decoded record: `undefined` when absent, empty or of another kind. */
  readonly text: (field: Field) => string | undefined;
  /** The text; only its first character where that is no blank, no bracket and no escape. */
  readonly opening: (field: Field) => string | undefined;
  /** A whole number of at most nine digits; 0 when absent or null. */
  readonly count: (field: Field) => number;
  /** The number of the record that the field names. */
  readonly link: (field: Field, ids: LinkNumbers) => LinkId | undefined;
  readonly instant: (field: Field) => EpochMs | undefined;
  /** The decoded value. */
  readonly value: (field: Field) => unknown;
  /** Content blocks of the message; 0 where the content is no list. */
  readonly blocks: number;
  /** `HAS_TOOL_RESULT`, `LOADS_TOOLS`, `USES_SKILL`. */
  readonly flags: number;
};
