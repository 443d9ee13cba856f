import { parseArgs } from "node:util";
import { defaultDataDir } from "../engine/ledger-session.ts";
import { ENGINE_OPTIONS, readEngineArguments } from "./engine-arguments.ts";
import { askLedger } from "./ledger-question.ts";
import { printable } from "./printable.ts";
import { PRICES_CHECKED_ON } from "../../shared/cost/price-table.ts";
import { bytesText, counted, exactCount } from "../../shared/format.ts";

/** Says where it looked, what it found there, and where every byte went. The exit code: 1 when something needs attention. */
export function doctor(args: readonly string[]): number {
  parseArgs({ args: [...args], options: ENGINE_OPTIONS, strict: true });
  const options = readEngineArguments(args);
  return askLedger(options, ({ queries, walk }) => {
    const health = queries.health();
    const unreadable = walk?.unreadable ?? [];
    const refused = unreadable.length === 0 ? "no logs" : counted(unreadable.length, "log");
    const lines = [
      `Node ${process.versions.node}, SQLite ${process.versions["sqlite"] ?? "unknown"}, ${process.platform} ${process.arch}`,
      `Data folder  ${options.dataDir ?? defaultDataDir()}`,
      `Prices       list prices checked on ${PRICES_CHECKED_ON}`,
      ...(walk?.roots ?? []).map(
        (root) => `Logs         ${root.path}: ${root.state}, ${counted(root.files, "file")}`,
      ),
      `Files        ${exactCount(health.files)}, of them ${exactCount(health.filesGone)} no longer exist`,
      `Bytes        ${bytesText(health.bytes)} = ${bytesText(health.counted)} counted + ${bytesText(health.other)} other ` +
        `+ ${bytesText(health.blank)} blank + ${bytesText(health.damaged)} damaged + ${bytesText(health.pending)} pending`,
      `Damaged      ${counted(health.damagedRecords, "record")}`,
      `Unpriced     ${health.unknownModels.length === 0 ? "no models" : health.unknownModels.join(", ")}`,
      ...health.unknownShapes.map(
        ({ fields, lines: count }) => `Unknown form ${counted(count, "line")} with the fields ${fields}`,
      ),
      ...(walk === undefined ? [] : [`Unreadable   ${refused}`]),
      ...unreadable.map(({ path, reason }) => `Unreadable   ${path}: ${reason}`),
    ];
    process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(""));
    return unreadable.length === 0 && health.files > 0 ? 0 : 1;
  });
}
