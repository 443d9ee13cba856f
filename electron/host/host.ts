import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { findAsset, type Assets } from "../../shared/asset.ts";
import type { Bridge } from "../../shared/bridge.ts";
import { HEARTBEAT } from "../../shared/feed-line.ts";
import { SECURITY_HEADERS } from "../../shared/security-headers.ts";
import type { Bytes, DurationMs } from "../../shared/units.ts";
import { makeApi, type Api, type ApiRoute } from "./api.ts";
import { isForeign, isForwarded } from "./guard.ts";
import { readJson } from "./read-json.ts";
import { bearerCheck, newToken } from "./token.ts";

export type HostOptions = {
  readonly bridge: Bridge;
  readonly assets: Assets;
  /** 0 takes any free port. */
  readonly port?: number;
  readonly heartbeat?: DurationMs;
  readonly maxWaiting?: Bytes;
  /** How long a wrong token waits once twenty of them came; the right one never waits. */
  readonly slowDown?: DurationMs;
};

export type Host = {
  readonly kind: "listening";
  readonly origin: string;
  /** The page with the launch's token in its fragment, which no browser sends anywhere. */
  readonly url: string;
  readonly port: number;
  readonly routes: readonly ApiRoute[];
  readonly stop: () => Promise<void>;
};

export type NoPort = { readonly kind: "port-taken" | "port-forbidden"; readonly port: number };

/** There is no option for the address: the data is for this machine. */
const LOOPBACK = "127.0.0.1";
const FREE_MISTAKES = 20;

/** Serves the page and the bridge to browsers of this machine that hold the token. */
export async function startHost(options: HostOptions): Promise<Host | NoPort> {
  const token = newToken();
  const { heartbeat = HEARTBEAT, maxWaiting = 1024 * 1024, slowDown = 1000 } = options;
  const api = makeApi({ bridge: options.bridge, heartbeat, maxWaiting });
  const isAllowed = bearerCheck(token);
  let mistakes = 0;
  let port = 0;

  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2000,
      keepAliveTimeout: 5000,
    },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // A client that goes away while it sends is no fault of ours; any other error has to be seen.
        if (!request.destroyed) throw error;
      });
    },
  );
  server.maxConnections = 100;
  server.on("checkContinue", (_request, response: ServerResponse) => refuse(response, 417));
  server.on("checkExpectation", (_request, response: ServerResponse) => refuse(response, 417));
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) =>
    refuseRaw(socket, error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : undefined),
  );
  server.on("connect", (_request, socket: Socket) => refuseRaw(socket));
  server.on("upgrade", (_request, socket: Socket) => refuseRaw(socket));

  async function answer(request: IncomingMessage, response: ServerResponse) {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const { method = "", url = "" } = request;
    const path = url.split("?", 1)[0] ?? "";
    const facts = { method, path, rawHeaders: request.rawHeaders };
    if (method === "OPTIONS" || isForeign(facts, port))
      return refuse(response, 403, isForwarded(facts, port) ? sameNumber(port) : "");
    if (path !== "/api" && !path.startsWith("/api/"))
      return sendAsset(response, options.assets, method, path);

    if (!isAllowed(request.headers.authorization)) {
      mistakes += 1;
      if (mistakes > FREE_MISTAKES) await wait(slowDown);
      return refuse(response, 401);
    }
    const route = api.routes.find((known) => known.path === path);
    if (route === undefined) return refuse(response, 404);
    if (route.method !== method) return refuse(response, 405);
    const body = await readJson(request);
    if (body.kind === "refused") return refuse(response, body.status);
    const status = await route.answer(body.value, response);
    if (status === 204) response.writeHead(204).end();
    else if (status !== undefined) refuse(response, status);
    return undefined;
  }

  const listening = await listen(server, options.port ?? 0);
  if (listening.kind !== "listening") return listening;
  port = listening.port;
  const origin = `http://${LOOPBACK}:${port}`;
  return {
    kind: "listening",
    origin,
    url: `${origin}/#t=${token}`,
    port,
    routes: api.routes,
    stop: () => stop(server, api),
  };
}

function listen(server: Server, port: number): Promise<{ kind: "listening"; port: number } | NoPort> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve({ kind: "port-taken", port });
      else if (error.code === "EACCES") resolve({ kind: "port-forbidden", port });
      else reject(error);
    });
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("A TCP server has an address");
      resolve({ kind: "listening", port: address.port });
    });
  });
}

function stop(server: Server, api: Api): Promise<void> {
  return new Promise((resolve) => {
    api.stop();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function sendAsset(response: ServerResponse, assets: Assets, method: string, path: string) {
  if (method !== "GET") return refuse(response, 405);
  const asset = findAsset(assets, path);
  if (asset === undefined) return refuse(response, 404);
  response
    .writeHead(200, { "Content-Type": asset.type, "Content-Length": asset.body.length })
    .end(asset.body);
  return undefined;
}

/** For the user whose tunnel ends here; no secret is in it, and no page of another origin can read it. */
function sameNumber(port: number): string {
  return (
    `Prefixwatch answers only under its own port number, which is ${port}. ` +
    `Forward it under the same number, for example: ssh -L ${port}:${LOOPBACK}:${port} your-server\n`
  );
}

/** No second request on the connection: the rest of this one was not read. */
function refuse(response: ServerResponse, status: number, text = ""): undefined {
  if (response.headersSent) return;
  const length = { "Content-Length": Buffer.byteLength(text), Connection: "close" };
  const type = text === "" ? {} : { "Content-Type": "text/plain; charset=utf-8" };
  response.writeHead(status, { ...SECURITY_HEADERS, ...type, ...length }).end(text);
}

/**
 * For what is not HTTP, or not the HTTP spoken here. A browser opens connections before it needs them: asked on one just as
 * its time was up, it took a 400 for its answer, and asks again after a 408.
 */
function refuseRaw(socket: Socket, status = "400 Bad Request") {
  if (!socket.writable) return;
  const headers = Object.entries({ ...SECURITY_HEADERS, "Content-Length": "0", Connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status}\r\n${lines}\r\n`);
}

function wait(duration: DurationMs): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, duration);
  });
}
