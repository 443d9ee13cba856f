import { useCallback, useState } from "react";
import { useAsk, useFeed } from "./feed-context.tsx";
import { open } from "./navigation.ts";
import { LIVE } from "./view-state.ts";

export type DemoSwitch = {
  readonly playing: boolean;
  /** The answer is on its way. */
  readonly changing: boolean;
  /** Why it did not work, as a sentence. */
  readonly failed: string | undefined;
  readonly change: (play: boolean) => Promise<void>;
};

/** Shows the made-up day in place of the user's logs, or those again. */
export function useDemo(): DemoSwitch {
  const playing = useFeed((state) => state.overview?.demo === true);
  const ask = useAsk();
  const [changing, setChanging] = useState(false);
  const [failed, setFailed] = useState<string>();
  const change = useCallback(
    async (play: boolean) => {
      setChanging(true);
      setFailed(undefined);
      try {
        await ask({ kind: "demo", play });
        // No session of the one is known in the other.
        open(LIVE);
      } catch (error) {
        setFailed(error instanceof Error ? error.message : String(error));
      }
      setChanging(false);
    },
    [ask],
  );
  return { playing, changing, failed, change };
}
