import type Electron from "electron";
import { findAsset, type Assets } from "../../shared/asset.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";

/** The page has its own scheme: `file://` pages may read other files, and all of them are of one origin. */
export const PAGE_SCHEME = "app";
export const PAGE_ORIGIN = `${PAGE_SCHEME}://main`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/**
 * Before `ready`. `standard` gives it an origin, `secure` what pages of https may do; nothing of what would lift the
 * page's policy or let other origins read it.
 */
export const PAGE_PRIVILEGES = [
  { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true } },
] as const satisfies readonly Electron.CustomScheme[];

/** Answers the page's own requests from memory, and nothing else. */
export function answerPage(assets: Assets): (request: Request) => Response {
  return (request) => {
    const url = URL.parse(request.url);
    // The text as well: a user name or a port in the address would be parsed away.
    if (url === null || url.href !== request.url || !request.url.startsWith(PAGE_URL)) return refuse(404);
    if (request.method !== "GET") return refuse(405);
    const asset = findAsset(assets, url.pathname);
    if (asset === undefined) return refuse(404);
    return new Response(asset.body, { headers: { ...SECURITY_HEADERS, "Content-Type": asset.type } });
  };
}

function refuse(status: number): Response {
  return new Response(undefined, { status, headers: SECURITY_HEADERS });
}
