import { once } from "node:events";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import { workerProgram } from "./worker-program.ts";

/** A task that another thread is at. */
export type Aside<Answer> = {
  /** Rejects with the other thread's error, or when it is stopped. */
  readonly answer: Promise<Answer>;
  /** Ends it after what SQLite or the disk is in just now. */
  readonly stop: () => Promise<void>;
};

/** What the other thread is given: the task, and where its one answer goes. */
export type AsideData<Task> = Task & { readonly port: MessagePort };

/** Has a task done by a thread of its own, which posts one answer and ends: pages and new lines do not wait for it. */
export function doAside<Answer>(name: string, task: object): Aside<Answer> {
  const program = workerProgram(name);
  if (program === undefined) throw new Error(`${name} is missing: this installation is not whole`);
  const { port1, port2 } = new MessageChannel();
  const workerData: AsideData<object> = { ...task, port: port2 };
  const worker = new Worker(program, { workerData, transferList: [port2] });
  return {
    answer: answerOf<Answer>(worker, port1).finally(() => port1.close()),
    stop: async () => {
      await worker.terminate();
    },
  };
}

/** The thread ends when it has answered; which of both is heard first is left to chance, so its end is waited for. */
async function answerOf<Answer>(worker: Worker, port: MessagePort): Promise<Answer> {
  await once(worker, "exit");
  const received = receiveMessageOnPort(port);
  if (received === undefined) throw new Error("it was stopped");
  return received.message as Answer;
}
