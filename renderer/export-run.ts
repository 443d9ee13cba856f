import { createStore, type StoreApi } from "zustand/vanilla";
import type { Bridge } from "../shared/bridge.ts";
import type {
  ExportAction,
  ExportFormat,
  ExportJob,
  ExportRequest,
  ExportSubject,
} from "../shared/question.ts";
import type { DurationMs } from "../shared/units.ts";
import type { Pace } from "./feed-store.ts";

/** The export that this window began or found last. */
export type ExportRun = {
  readonly subject: ExportSubject;
  readonly format: ExportFormat;
  /** As the engine told it last; `undefined` until it has said that it began. */
  readonly job: ExportJob | undefined;
  /** Why the engine could not be asked the last time, as a sentence. */
  readonly failed: string | undefined;
};

export type ExportRuns = {
  readonly store: StoreApi<ExportRun | undefined>;
  readonly start: (ask: Bridge["ask"], request: ExportRequest, format: ExportFormat) => Promise<void>;
  readonly cancel: (ask: Bridge["ask"]) => Promise<void>;
  /** Looks for one that this window began before it was loaded again, or that another window began. */
  readonly find: (ask: Bridge["ask"]) => Promise<void>;
  /** Asks how far it is, at once and again until it is stopped or the export has ended. */
  readonly follow: (ask: Bridge["ask"], later: Pace["later"]) => () => void;
};

export const POLL_EVERY: DurationMs = 300;

/** Keeps what is known of an export while its dialog is closed and other pages are shown. */
export function openExportRuns(): ExportRuns {
  const store = createStore<ExportRun | undefined>(() => undefined);

  async function tell(ask: Bridge["ask"], action: ExportAction): Promise<void> {
    try {
      const answer = await ask({ kind: "export-job", action });
      if (answer.kind === "export-job") hear(answer, action);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      store.setState((run) => (run === undefined ? run : { ...run, failed: reason }), true);
    }
  }

  function hear(job: ExportJob, action: ExportAction): void {
    store.setState((run) => {
      if (run === undefined) return run;
      const known = run.job;
      // Answers may overtake each other: one that has ended does not run again.
      const late = known !== undefined && known.state !== "running" && action.do !== "start";
      return late ? run : { ...run, job, failed: undefined };
    }, true);
  }

  const runningId = () => {
    const job = store.getState()?.job;
    return job?.state === "running" ? job.id : undefined;
  };

  return {
    store,
    async start(ask, request, format) {
      if (isBusy(store.getState())) return;
      store.setState({ subject: request.subject, format, job: undefined, failed: undefined }, true);
      await tell(ask, { do: "start", request, format });
    },
    async find(ask) {
      if (store.getState() !== undefined) return;
      // Nobody waits for it: where the engine cannot be asked there is nothing to show.
      const job = await ask({ kind: "export-job", action: { do: "find" } }).catch(() => undefined);
      if (job?.kind !== "export-job" || job.of === undefined || store.getState() !== undefined) return;
      const { kind: _, ...found } = job;
      store.setState({ ...job.of, job: found, failed: undefined }, true);
    },
    async cancel(ask) {
      const id = runningId();
      if (id !== undefined) await tell(ask, { do: "cancel", id });
    },
    follow(ask, later) {
      let stopped = false;
      let forget: (() => void) | undefined;
      const poll = async () => {
        const id = runningId();
        if (id === undefined) return;
        await tell(ask, { do: "status", id });
        if (!stopped) forget = later(() => void poll(), POLL_EVERY);
      };
      void poll();
      return () => {
        stopped = true;
        forget?.();
      };
    },
  };
}

/** It is being written, or about to be. */
export function isBusy(run: ExportRun | undefined): boolean {
  if (run === undefined) return false;
  return run.job === undefined ? run.failed === undefined : run.job.state === "running";
}
