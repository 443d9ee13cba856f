import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Damage, OracleFile } from "./oracle.ts";
import { damageIn, EMPTY_LOG, textOfLog, type WrittenLog } from "./written-log.ts";

/** The user that the engine runs as where the tests run as root, who may read everything. */
export const NOBODY = 65_534;
export const IS_ROOT = process.getuid?.() === 0;

type StandingLog = {
  readonly project: string;
  readonly log: WrittenLog;
  readonly shut: boolean;
  readonly seen: WrittenLog;
  /** Shut under this name since before it had it, so that nobody can know which log it is. */
  readonly unknown: boolean;
};

/** A folder of logs that are really there, and what was seen of those that were destroyed. */
export class LogTree {
  readonly home = mkdtempSync(join(tmpdir(), "prefixwatch-model-"));
  readonly root = join(this.home, "claude");
  readonly data = join(this.home, "data");
  readonly #logs = new Map<string, StandingLog>();
  readonly #destroyed: OracleFile[] = [];
  readonly #damage = new Map<string, Damage>();

  constructor() {
    mkdirSync(join(this.root, "projects"), { recursive: true });
    if (IS_ROOT) chownSync(this.home, NOBODY, NOBODY);
  }

  get names(): readonly string[] {
    return [...this.#logs.keys()];
  }

  path(name: string): string {
    return join(this.root, "projects", name);
  }

  log(name: string): WrittenLog {
    return this.#logs.get(name)?.log ?? EMPTY_LOG;
  }

  isShut(name: string): boolean {
    return this.#logs.get(name)?.shut === true;
  }

  /** Logs that nobody may read now and that hold something which nobody has seen. */
  get unseen(): readonly string[] {
    return [...this.#logs]
      .filter(([, { shut, log, seen, unknown }]) => shut && (log !== seen || unknown))
      .map(([name]) => this.path(name));
  }

  /** Writes the log anew in place; what stood there must have been read before, if it is not a continuation of it. */
  write(name: string, log: WrittenLog): void {
    const before = this.#logs.get(name);
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    if (before?.shut === true) chmodSync(path, 0o644);
    writeFileSync(path, textOfLog(log));
    if (before?.shut === true) chmodSync(path, 0);
    // Two writes within one tick of the file system's clock look like none.
    if (before !== undefined)
      utimesSync(path, new Date(), new Date(Math.ceil(statSync(path).mtimeMs) + this.#tick++));
    for (const [line, damage] of damageIn(log)) this.#damage.set(line, damage);
    const shut = before?.shut === true;
    const project = name.split("/")[0] ?? "";
    this.#logs.set(name, {
      project,
      log,
      shut,
      seen: shut ? (before?.seen ?? EMPTY_LOG) : log,
      unknown: before?.unknown === true,
    });
  }

  #tick = 1;

  /** Goes on remembering, for the oracle, what a log said before it is destroyed. */
  remember(name: string): void {
    const standing = this.#logs.get(name);
    if (standing === undefined) return;
    this.#destroyed.push(this.#oracleFile(name, standing, false));
  }

  remove(name: string): void {
    rmSync(this.path(name));
    this.#logs.delete(name);
  }

  /** Another name for the same file. */
  rename(name: string, to: string): void {
    const standing = this.#logs.get(name);
    if (standing === undefined || this.#logs.has(to)) return;
    mkdirSync(dirname(this.path(to)), { recursive: true });
    renameSync(this.path(name), this.path(to));
    this.#logs.delete(name);
    this.#logs.set(to, { ...standing, project: to.split("/")[0] ?? "", unknown: standing.shut });
  }

  shut(name: string): void {
    const standing = this.#logs.get(name);
    if (standing === undefined || standing.shut) return;
    chmodSync(this.path(name), 0);
    this.#logs.set(name, { ...standing, shut: true, seen: standing.log });
  }

  open(name: string): void {
    const standing = this.#logs.get(name);
    if (standing === undefined || !standing.shut) return;
    chmodSync(this.path(name), 0o644);
    this.#logs.set(name, { ...standing, shut: false, seen: standing.log, unknown: false });
  }

  /** All that the engine must have counted, once it has read what it may. */
  forOracle(): readonly OracleFile[] {
    return [
      ...this.#destroyed,
      ...[...this.#logs].map(([name, standing]) => this.#oracleFile(name, standing, true)),
    ];
  }

  get damage(): ReadonlyMap<string, Damage> {
    return this.#damage;
  }

  #oracleFile(name: string, { project, seen }: StandingLog, live: boolean): OracleFile {
    return { path: this.path(name), project, text: textOfLog(seen), live };
  }

  clear(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
