import type { Bridge } from "../shared/bridge.ts";
import type { Answer, Question } from "../shared/question.ts";
import type { DurationMs } from "../shared/units.ts";
import type { Pace } from "./feed-store.ts";

/** A question and what is known of its answer. */
export type Inquiry = {
  /** The newest answer; `undefined` until the first. */
  readonly answer: Answer | undefined;
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

/** Asks at once, and again after a touch: one request at a time, one in five seconds, none while nobody looks. */
export function followQuestion(
  ask: Bridge["ask"],
  question: Question,
  pace: Pace,
  listener: (inquiry: Inquiry) => void,
): Following {
  let inquiry: Inquiry = { answer: undefined, failed: undefined };
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
      inquiry = { answer: await ask(question), failed: undefined };
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
