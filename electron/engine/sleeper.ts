/** A loop's pause that ends at a time, or earlier when it is woken. */
export type Sleeper = {
  /** On the clock of `performance.now`. */
  readonly until: (time: number) => Promise<void>;
  readonly wake: () => void;
};

/** The longest that a timer takes. */
const LONGEST_MS = 2_147_483_647;

export function openSleeper(): Sleeper {
  let wake: () => void = () => undefined;
  return {
    until: (time) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(LONGEST_MS, Math.max(0, time - performance.now())));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
