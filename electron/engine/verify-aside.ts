import { once } from "node:events";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { Root } from "./discover.ts";
import { reasonOf } from "./store.ts";
import { workerProgram } from "./worker-program.ts";
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
  let running: { readonly worker: Worker; readonly answer: Promise<AnswerTo<"verify">> } | undefined;

  function start(roots: readonly Root[], { storePath, scopeRoots }: Known): Promise<AnswerTo<"verify">> {
    const program = workerProgram("verify-worker");
    if (program === undefined) throw new Error("the program that counts again is missing");
    const { port1, port2 } = new MessageChannel();
    const task: VerifyTask = { storePath, roots, scopeRoots };
    const workerData = { ...task, port: port2 };
    const worker = new Worker(program, { workerData, transferList: [port2] });
    const answer = answerOf(worker, port1).finally(() => {
      port1.close();
      running = undefined;
    });
    running = { worker, answer };
    return answer;
  }

  return {
    /** Rejects with a reason in words when a log cannot be read, or when it is stopped. */
    verify: (roots: readonly Root[], known: Known): Promise<AnswerTo<"verify">> =>
      running?.answer ?? start(roots, known),
    stop: async (): Promise<void> => {
      await running?.worker.terminate();
    },
  };
}

/** The thread ends when it has answered; which of both is heard first is left to chance, so its end is waited for. */
async function answerOf(worker: Worker, port: MessagePort): Promise<AnswerTo<"verify">> {
  try {
    await once(worker, "exit");
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
  const received = receiveMessageOnPort(port);
  if (received === undefined) throw new Error("it was stopped");
  return received.message as AnswerTo<"verify">;
}
