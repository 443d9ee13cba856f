import type { Bridge } from "../shared/bridge.ts";
import type { AnswerTo, Question } from "../shared/question.ts";
import type { DurationMs } from "../shared/units.ts";
import type { Pace } from "./feed-store.ts";

/** A question and what is known of its answer. */
export type Inquiry<Kind extends Question["kind"]> = {
  /** The newest answer; `undefined` until the first. */
  readonly answer: AnswerTo<Kind> | undefined;
  /** Why the last attempt failed, as a sentence; the answer is then of before. */
  readonly failed: string | undefined;
};

export type Following = {
  /** What was asked about may have changed. */
  readonly touch: () => void;
  readonly stop: () => void;
};

/** The history is asked about at most this often, however fast the logs grow. */
export const ASK_EVERY: DurationMs = 5_000;

/** A question of one kind. */
export type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { readonly kind: Kind }>;

/** Asks at once, and again after a touch: one request at a time, one in five seconds, none while nobody looks. */
export function followQuestion<Kind extends Question["kind"]>(
  ask: Bridge["ask"],
  question: QuestionOf<Kind>,
  pace: Pace,
  listener: (inquiry: Inquiry<Kind>) => void,
): Following {
  let inquiry: Inquiry<Kind> = { answer: undefined, failed: undefined };
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;
  let touched = true;
  let stopped = false;
  let cancel: (() => void) | undefined;

  const run = async () => {
    cancel = undefined;
    if (stopped || asking || !touched || pace.isHidden()) return;
    asking = true;
    touched = false;
    askedAt = pace.now();
    try {
      // A bridge answers in kind: the contract of every carrier.
      inquiry = { answer: (await ask(question)) as AnswerTo<Kind>, failed: undefined };
    } catch (error) {
      inquiry = { ...inquiry, failed: error instanceof Error ? error.message : String(error) };
    }
    asking = false;
    if (stopped) return;
    listener(inquiry);
    schedule();
  };
  const schedule = () => {
    if (stopped || asking || !touched || cancel !== undefined || pace.isHidden()) return;
    const wait = askedAt + ASK_EVERY - pace.now();
    if (wait <= 0) void run();
    else cancel = pace.later(() => void run(), wait);
  };
  const stopShown = pace.onShown(schedule);
  schedule();

  return {
    touch() {
      touched = true;
      schedule();
    },
    stop() {
      stopped = true;
      cancel?.();
      stopShown();
    },
  };
}
