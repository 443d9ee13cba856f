import * as v from "valibot";
import { EXPORT_FORMATS, EXPORT_SUBJECTS, type Answer, type Question } from "./question.ts";

const Day = v.pipe(v.string(), v.isoDate());
/** Without it the key is there all the same, as in the type: JSON has no word for `undefined`. */
const MaybeDay = v.optional(Day, () => undefined);
/** Names of zones are shorter by far; whether there is such a zone the engine finds out. */
const Zone = v.pipe(v.string(), v.regex(/^[\w+\-/:]+$/), v.maxLength(64));

const Name = v.pipe(v.string(), v.maxLength(1_000));
const MaybeName = v.optional(Name, () => undefined);

const Filter = v.strictObject({
  project: MaybeName,
  model: MaybeName,
  lane: v.optional(v.picklist(["main", "sub"]), () => undefined),
});
const Range = { from: MaybeDay, to: MaybeDay, zone: Zone };

const Exported = {
  subject: v.picklist(EXPORT_SUBJECTS),
  hashProjects: v.boolean(),
  filter: Filter,
  sessions: v.optional(v.strictObject({ project: MaybeName, model: MaybeName, text: Name }), () => undefined),
  ...Range,
};
const JobId = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A question as it comes from another process. The next kind of question is one more row here. */
const QuestionSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("invalidations"), ...Range }),
  v.strictObject({
    kind: v.literal("months"),
    split: v.picklist(["kind", "model", "project", "lane"]),
    filter: Filter,
    today: MaybeDay,
    ...Range,
  }),
  v.strictObject({ kind: v.literal("calendar"), filter: Filter, ...Range }),
  v.strictObject({ kind: v.literal("day"), day: Day, zone: Zone, filter: Filter }),
  v.strictObject({ kind: v.literal("sources") }),
  v.strictObject({ kind: v.literal("verify") }),
  v.strictObject({ kind: v.literal("export-preview"), ...Exported }),
  v.strictObject({
    kind: v.literal("export-job"),
    action: v.variant("do", [
      v.strictObject({
        do: v.literal("start"),
        request: v.strictObject(Exported),
        format: v.picklist(EXPORT_FORMATS),
      }),
      v.strictObject({ do: v.literal("status"), id: JobId }),
      v.strictObject({ do: v.literal("find") }),
      v.strictObject({ do: v.literal("cancel"), id: JobId }),
    ]),
  }),
  v.strictObject({ kind: v.literal("demo"), play: v.boolean() }),
  v.strictObject({ kind: v.literal("settings") }),
  v.strictObject({
    kind: v.literal("save-settings"),
    // Whether the values are good is answered field by field, by the engine.
    changes: v.record(v.pipe(v.string(), v.maxLength(64)), v.unknown()),
  }),
]) satisfies v.GenericSchema<unknown, Question>;

const ANSWER_KINDS = [
  "invalidations",
  "months",
  "calendar",
  "day",
  "sources",
  "verify",
  "export-preview",
  "export-job",
  "demo",
  "settings",
  "save-settings",
] satisfies Answer["kind"][];

/** The envelope only, as with the feed: the own engine's figures are not checked again. */
const AnswerSchema = v.looseObject({ kind: v.picklist(ANSWER_KINDS) });

/** `undefined` when it is no question that the engine knows. */
export function parseQuestion(value: unknown): Question | undefined {
  const question = v.safeParse(QuestionSchema, value);
  return question.success ? question.output : undefined;
}

export function isAnswer(value: unknown): value is Answer {
  return v.is(AnswerSchema, value);
}
