import { doAside, type Aside } from "./aside.ts";
import type { Root } from "./discover.ts";
import { reasonOf } from "./store.ts";
import type { AnswerTo } from "../../shared/question.ts";

export type VerifyTask = {
  readonly storePath: string;
  /** Whose logs are counted again. */
  readonly roots: readonly Root[];
  /** Which calls of the ledger are asked about. */
  readonly scopeRoots: readonly Root[];
};

type Known = Omit<VerifyTask, "roots">;

/**
 * `verifyLedger` in a thread of its own: to count a gigabyte in the simplest way takes seconds, in which pages and new
 * lines would wait. Asked again meanwhile, it gives the answer that is on its way.
 */
export function openVerifier() {
  let running: Aside<AnswerTo<"verify">> | undefined;

  async function verify(
    roots: readonly Root[],
    { storePath, scopeRoots }: Known,
  ): Promise<AnswerTo<"verify">> {
    const task: VerifyTask = { storePath, roots, scopeRoots };
    running ??= doAside("verify-worker", task);
    try {
      return await running.answer;
    } catch (error) {
      throw new Error(reasonOf(error), { cause: error });
    } finally {
      running = undefined;
    }
  }

  return {
    /** Rejects with a reason in words when a log cannot be read, or when it is stopped. */
    verify,
    stop: async (): Promise<void> => {
      await running?.stop();
    },
  };
}
