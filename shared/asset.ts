/** One built file of the page, held in memory: no request is ever turned into a path. */
export type Asset = { readonly type: string; readonly body: Uint8Array<ArrayBuffer> };

/** By path as a request names it, `/index.html` for example. */
export type Assets = ReadonlyMap<string, Asset>;

const TYPES: ReadonlyMap<string, string> = new Map([
  ["html", "text/html; charset=utf-8"],
  ["js", "text/javascript; charset=utf-8"],
  ["css", "text/css; charset=utf-8"],
  ["svg", "image/svg+xml"],
  ["png", "image/png"],
  ["woff2", "font/woff2"],
  ["json", "application/json"],
]);

/** `undefined`: not a kind of file that a page is made of, so it is not served. */
export function assetType(path: string): string | undefined {
  return TYPES.get(path.slice(path.lastIndexOf(".") + 1).toLowerCase());
}

/** The file for a request's path, which is compared and never decoded; `/` is the page. */
export function findAsset(assets: Assets, path: string): Asset | undefined {
  return assets.get(path === "/" ? "/index.html" : path);
}
