/** Of a request, what decides whether it may be answered at all, before its route is looked up. */
export type RequestFacts = {
  readonly method: string;
  /** Path without the query, exactly as sent. */
  readonly path: string;
  readonly rawHeaders: readonly string[];
};

/** A header sent twice is an attempt to be read in two ways. */
type Header =
  | { readonly kind: "absent" }
  | { readonly kind: "repeated" }
  | { readonly kind: "one"; readonly value: string };

/**
 * `true` when a page of another origin, or a name that was re-bound to this machine, may be behind the request.
 * A missing `Origin` or `Sec-Fetch-Site` is no proof of anything: programs outside a browser need the token anyway.
 */
export function isForeign(request: RequestFacts, port: number): boolean {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = header(request.rawHeaders, "host");
  if (host.kind !== "one" || !own.includes(host.value)) return true;

  const origin = header(request.rawHeaders, "origin");
  if (origin.kind === "repeated") return true;
  if (origin.kind === "one" && origin.value !== `http://${host.value}`) return true;

  const site = header(request.rawHeaders, "sec-fetch-site");
  if (site.kind === "absent") return false;
  if (site.kind === "repeated") return true;
  return site.value !== "same-origin" && !isNavigation(request, site.value);
}

/**
 * `true` when the request came through a forwarded port of another number, such as `ssh -L 9000:127.0.0.1:4321`. It
 * stays refused: a name of this machine with a port that is not ours may as well be another program's page.
 */
export function isForwarded({ rawHeaders }: RequestFacts, port: number): boolean {
  const host = header(rawHeaders, "host");
  if (host.kind !== "one") return false;
  const named = /^(?:127\.0\.0\.1|localhost)(?::(\d{1,5}))?$/.exec(host.value);
  return named !== null && Number(named[1] ?? 80) !== port;
}

/**
 * The page itself may be opened from anywhere (the address bar, a link in a web terminal, a local file): it holds
 * neither data nor token. Anything else only by typing its address.
 */
function isNavigation({ method, path, rawHeaders }: RequestFacts, site: string): boolean {
  if (method !== "GET" || !isExactly(rawHeaders, "sec-fetch-mode", "navigate")) return false;
  return site === "none" || (path === "/" && isExactly(rawHeaders, "sec-fetch-dest", "document"));
}

function isExactly(rawHeaders: readonly string[], name: string, value: string): boolean {
  const found = header(rawHeaders, name);
  return found.kind === "one" && found.value === value;
}

function header(rawHeaders: readonly string[], name: string): Header {
  let found: Header = { kind: "absent" };
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== name) continue;
    if (found.kind === "one") return { kind: "repeated" };
    found = { kind: "one", value: rawHeaders[at + 1] ?? "" };
  }
  return found;
}
