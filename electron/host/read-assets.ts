import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { assetType, type Asset, type Assets } from "../../shared/asset.ts";

/** The built page, read whole: 2 MB, and from then on no request touches the disk. */
export async function readAssets(directory: string): Promise<Assets> {
  const assets = new Map<string, Asset>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const type = assetType(entry.name);
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(directory.length).replaceAll("\\", "/");
    assets.set(path, { type, body: new Uint8Array(await readFile(file)) });
  }
  if (!assets.has("/index.html")) throw new Error(`No page in ${directory}: run "npm run build"`);
  return assets;
}
