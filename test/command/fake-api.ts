import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Heard = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
};
export type Answer = (heard: Heard, response: ServerResponse) => void;

export type FakeApi = {
  readonly base: string;
  readonly heard: readonly Heard[];
  answer: Answer;
  readonly stop: () => void;
};

/** Stands in for the Messages API on this machine, and remembers what it was asked. */
export async function startFakeApi(): Promise<FakeApi> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const one = { path: request.url ?? "", headers: request.headers, body: JSON.parse(text) as unknown };
      heard.push(one);
      api.answer(one, response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const api: FakeApi = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: healthy,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return api;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Counts ten thousand tokens, and bills the same; the second key's gateway adds a thousand. */
export function healthy({ path, headers }: Heard, response: ServerResponse): void {
  if (path.endsWith("/count_tokens")) return json(response, 200, { input_tokens: 10_000 });
  const more = headers["x-api-key"] === "key-two" ? 1_000 : 0;
  const usage = {
    input_tokens: 20 + more,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 9_980,
    output_tokens: 1,
  };
  return json(response, 200, { model: "claude-opus-5", usage });
}
