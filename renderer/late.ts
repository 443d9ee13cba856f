import { useEffect, useState } from "react";
import type { DurationMs } from "../shared/units.ts";

/** An answer that is there sooner is not worth a flash. */
const LATE: DurationMs = 150;

/** Whether something has been awaited for so long that it should be seen. */
export function useLate(pending: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(() => setLate(true), LATE);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [pending]);
  return pending && late;
}
