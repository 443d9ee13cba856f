import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { realPath } from "../real-path.ts";

/** Why something may not be written, in plain words; the message is for the user. */
export class Refusal extends Error {}

export type StagedFiles = {
  /** A path of a new temporary file beside `path`, which it will become. Throws a `Refusal`. */
  readonly begin: (path: string) => string;
  /** Puts every file in its place. */
  readonly commit: () => void;
  /** Takes away every temporary file and every folder that was made for them. */
  readonly discard: () => void;
};

/**
 * Files that appear whole or not at all: written under another name in the same folder, then renamed. Nothing that
 * exists is replaced unless `overwrite`, and links are never written through. `top` is the one file, or the folder of all of
 * them; folders from there on down are made when missing.
 */
export function stageFiles(top: string, overwrite: boolean): StagedFiles {
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  const folders: string[] = [];

  function ensureFolder(folder: string): void {
    const stats = statOf(folder);
    if (stats?.isSymbolicLink() === true) throw new Refusal(`${folder} is a link. Name the folder itself.`);
    if (stats?.isDirectory() === true) return;
    if (stats !== undefined) throw new Refusal(`${folder} is not a folder.`);
    if (folder !== top) ensureFolder(dirname(folder));
    mkdirSync(folder);
    folders.push(folder);
  }

  function discard(): void {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    for (const folder of folders.reverse()) removeIfEmpty(folder);
  }

  return {
    begin: (path) => {
      if (path !== top) ensureFolder(dirname(path));
      refuseTarget(path, overwrite);
      const temporary = join(dirname(path), `.prefixwatch-${randomBytes(6).toString("hex")}.tmp`);
      staged.push({ temporary, path });
      return temporary;
    },
    commit: () => {
      // Again: the export may have taken minutes, and others may write to the same folder.
      for (const { path } of staged) refuseTarget(path, overwrite);
      for (const { temporary, path } of staged) renameSync(temporary, path);
    },
    discard,
  };
}

/** Throws a `Refusal` when `path` cannot become a file. */
function refuseTarget(path: string, overwrite: boolean): void {
  const folder = dirname(path);
  if (statOf(realPath(folder))?.isDirectory() !== true) throw new Refusal(`There is no folder ${folder}.`);
  const stats = statOf(path);
  if (stats === undefined) return;
  if (stats.isSymbolicLink()) throw new Refusal(`${path} is a link. Name the file itself.`);
  if (stats.isDirectory()) throw new Refusal(`${path} is a folder. Name a file.`);
  if (!stats.isFile()) throw new Refusal(`${path} is not a file.`);
  if (!overwrite) {
    throw new Refusal(`${path} exists already. Choose another name, or replace it with --overwrite.`);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Somebody else has put something in; then it is theirs.
    if (!(error instanceof Error && "code" in error && error.code === "ENOTEMPTY")) throw error;
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}
