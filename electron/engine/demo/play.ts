import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { demoDay, type ToldLog } from "./day.ts";
import { LIVE_FOR, liveHour } from "./live-hour.ts";
import type { EpochMs } from "../../../shared/units.ts";

/** Writes the demo's day below `root`, and goes on with it until stopped. */
export function playDemo(root: string, now: EpochMs): () => void {
  for (const log of demoDay(now)) write(root, log, now);
  let timer: NodeJS.Timeout | undefined;
  let turn = 0;

  const play = (log: ToldLog) => {
    const path = join(root, log.path);
    let next = write(root, log, now);
    const goOn = () => {
      const line = log.lines[next];
      if (line === undefined) {
        turn += 1;
        play(liveHour(turn, Date.now()));
        return;
      }
      timer = setTimeout(
        () => {
          next += 1;
          appendFileSync(path, line.text);
          goOn();
        },
        Math.max(0, line.at - Date.now()),
      );
    };
    goOn();
  };
  play(liveHour(turn, now - LIVE_FOR));
  return () => clearTimeout(timer);
}

/** The lines up to `now`; how many they were. */
function write(root: string, { path, lines }: ToldLog, now: EpochMs): number {
  const later = lines.findIndex(({ at }) => at > now);
  const past = later < 0 ? lines.length : later;
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    lines
      .slice(0, past)
      .map(({ text }) => text)
      .join(""),
  );
  return past;
}
