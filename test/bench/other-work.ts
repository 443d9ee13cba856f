import { cpus } from "node:os";

/** Processor time of the whole computer that was not idle, in milliseconds since it started. */
function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** More than this of one core for others, and times say more about them than about us. */
export const TOO_MUCH = 0.3;

/**
 * How much the computer did beside what is measured: cores in use by others since it was asked for, on average. `ownMs`
 * is the processor time of what was measured in the meantime.
 */
export function watchOtherWork(): (ownMs: number) => number {
  const [begun, before] = [performance.now(), busyMs()];
  return (ownMs) => Math.max(0, (busyMs() - before - ownMs) / (performance.now() - begun));
}

export function otherWorkText(cores: number | undefined): string {
  if (cores === undefined) return "What other programs did meanwhile is not known.";
  const text = `Other programs used ${cores.toFixed(2)} of ${cpus().length} cores meanwhile`;
  return cores > TOO_MUCH ? `${text}: too much for times to be believed.` : `${text}.`;
}
