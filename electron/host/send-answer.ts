import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { reasonToSay } from "../../shared/pending-asks.ts";
import type { Answer } from "../../shared/question.ts";
import type { Bytes } from "../../shared/units.ts";

/** An answer can be some MB: a reader that is slow gets it in pieces, as it takes them. */
const PIECE: Bytes = 64 * 1024;

/** Sends the answer as JSON, or the sentence that says why there is none. Resolves when it is out or the reader is gone. */
export async function sendAnswer(response: ServerResponse, asked: Promise<Answer>): Promise<void> {
  const { status, type, text } = await asked.then(
    (answer) => ({ status: 200, type: "application/json", text: JSON.stringify(answer) }),
    (error: unknown) => ({ status: 500, type: "text/plain; charset=utf-8", text: reasonToSay(error) }),
  );
  if (response.destroyed) return;
  const body = Buffer.from(text);
  response.writeHead(status, { "Content-Type": type, "Content-Length": body.length });
  // A reader that goes away has its reasons; nobody is left to be told.
  await pipeline(Readable.from(pieces(body)), response).catch(() => undefined);
}

function* pieces(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += PIECE) yield body.subarray(at, at + PIECE);
}
