import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stripTypeScriptTypes } from "node:module";
import { extname, join, normalize } from "node:path";
import { parseQuestion } from "../../../shared/question-schema.ts";
import { sampleAnswer } from "../sample-answers.ts";
import { emptyOverview, hugeFeed, sampleFeed } from "../sample-feed.ts";

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

/** Where `vite build -c renderer/vite.config.ts` puts the renderer. */
const BUILT = join(import.meta.dirname, "../../../dist/renderer");
const scan = {
  phase: "scanning",
  filesDone: 412,
  filesTotal: 1243,
  bytesDone: 391_000_000,
  bytesTotal: 1_240_113_207,
} as const;

/** Each scenario as the fake bridge plays it. */
const SCENARIOS: Readonly<Record<string, () => object>> = {
  sample: () => ({ ...sampleFeed() }),
  huge: () => ({ ...hugeFeed() }),
  offline: () => ({ ...sampleFeed(), offline: "The engine closed the connection." }),
  loading: () => ({ details: [] }),
  waiting: () => ({ ...sampleFeed() }),
  failing: () => ({ ...sampleFeed() }),
  // The sessions are there before the calls of any.
  reading: () => ({ overview: sampleFeed().overview }),
  gone: () => ({ overview: sampleFeed().overview, details: [] }),
  "offline-first": () => ({ details: [], offline: "Prefixwatch does not answer." }),
  // A fault of ours: a session without its figures.
  broken: () => {
    const { overview } = sampleFeed();
    return {
      overview: {
        ...overview,
        sessions: overview.sessions.map((session) => ({ ...session, totals: undefined })),
      },
      details: [],
    };
  },
  empty: () => ({ overview: emptyOverview(), details: [] }),
  "scanning-first": () => ({ overview: { ...emptyOverview(), scan }, details: [] }),
  scanning: () => {
    const { overview, details } = sampleFeed();
    const notices = [
      {
        id: "retention",
        level: "warning",
        text: "Claude Code deletes 14 of these logs in the next 3 days. Their figures stay here.",
      },
    ];
    return { overview: { ...overview, scan, notices }, details };
  },
};

/** Serves the built renderer with the sample behind a fake bridge, under the product's own policy. */
export async function serveSamplePage(
  port = 0,
  built = BUILT,
): Promise<{ readonly url: string; readonly stop: () => void }> {
  const server = createServer((request, response) => void respond(built, request, response));
  await new Promise<void>((ready) => {
    server.listen(port, "127.0.0.1", ready);
  });
  const { port: open } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${open}`, stop: () => void server.close() };
}

async function respond(built: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  const { status, type, body } = path.startsWith("/answer/")
    ? answerTo(path.slice("/answer/".length), await textOf(request))
    : await answer(built, path);
  response.writeHead(status, { "content-type": type, "content-security-policy": CONTENT_SECURITY_POLICY });
  response.end(body);
}

/** 204 stands for an engine that does not answer. */
function answerTo(scenario: string, asked: string): { status: number; type: string; body: string } {
  const question = parseQuestion(JSON.parse(asked));
  if (question === undefined) return { status: 400, type: "text/plain", body: "This is no question." };
  if (scenario === "failing") return { status: 500, type: "text/plain", body: "The ledger is busy." };
  if (scenario === "loading" || scenario === "waiting") return { status: 204, type: "text/plain", body: "" };
  return { status: 200, type: "application/json", body: JSON.stringify(sampleAnswer(question)) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(
  built: string,
  path: string,
): Promise<{ status: number; type: string; body: string | Buffer }> {
  const scenario = SCENARIOS[path.replace(/^\/scenario\//, "")];
  if (path.startsWith("/scenario/") && scenario !== undefined) {
    return { status: 200, type: "application/json", body: JSON.stringify(scenario()) };
  }
  if (path === "/fake-bridge.js") {
    const source = await readFile(join(import.meta.dirname, "fake-bridge.ts"), "utf8");
    return { status: 200, type: "text/javascript", body: stripTypeScriptTypes(source) };
  }
  const file = normalize(path === "/" ? "/index.html" : path);
  try {
    const body = await readFile(join(built, file));
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    if (file !== "/index.html") return { status: 200, type, body };
    const page = body.toString("utf8").replace("<script ", '<script src="/fake-bridge.js"></script><script ');
    return { status: 200, type, body: page };
  } catch {
    return { status: 404, type: "text/plain", body: "not found: run vite build first" };
  }
}
