import { doAside, type Aside } from "./aside.ts";
import { isBackupDue, type BackupProblem, type BackupTask } from "./backup.ts";

/** A copy that could not be made, for want of room perhaps, is tried again after this. */
const AGAIN_MS = 600_000;

/**
 * Makes backups in a thread of their own while the program runs, and remembers why the last could not be made. In the
 * engine's thread one of a million calls kept pages and new lines waiting for 2.7 s (2026-11-21).
 */
export function keepBackups(task: () => BackupTask, onChange: () => void) {
  let running: Aside<BackupProblem | undefined> | undefined;
  let tryAt = 0;
  let problem: string | undefined;
  let failure: { readonly error: unknown } | undefined;
  let stopped = false;

  function tell(found: string | undefined): void {
    if (found === problem) return;
    problem = found;
    onChange();
  }

  async function make(due: BackupTask): Promise<void> {
    try {
      running = doAside("backup-worker", due);
      const answer = await running.answer;
      if (answer !== undefined) tryAt = performance.now() + AGAIN_MS;
      if (!stopped) tell(answer?.message);
    } catch (error) {
      if (!stopped) failure = { error };
    } finally {
      running = undefined;
    }
  }

  return {
    /** Why there is none of today, as a sentence. */
    problem: (): string | undefined => problem,
    /** Begins one if a day has passed. Throws what the one before met: a damaged ledger, or a bug. */
    makeIfDue: (): void => {
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        throw error;
      }
      if (running !== undefined || performance.now() < tryAt) return;
      const next = task();
      if (isBackupDue(next.plan, next.now)) void make(next);
      else tell(undefined);
    },
    stop: async (): Promise<void> => {
      stopped = true;
      await running?.stop();
    },
  };
}
