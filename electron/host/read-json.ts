import type { IncomingMessage } from "node:http";
import type { Bytes } from "../../shared/units.ts";

export type JsonBody =
  { readonly kind: "json"; readonly value: unknown } | { readonly kind: "refused"; readonly status: number };

/** Far more than a request here needs. */
export const MAX_BODY: Bytes = 64 * 1024;

/** Only `application/json`: a form of another site can send the other types without asking first. */
export async function readJson(request: IncomingMessage): Promise<JsonBody> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(type)) return { kind: "refused", status: 415 };
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY) return { kind: "refused", status: 413 };

  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return { kind: "refused", status: 413 };
    chunks.push(chunk);
  }
  try {
    return { kind: "json", value: JSON.parse(Buffer.concat(chunks).toString("utf8")) };
  } catch {
    return { kind: "refused", status: 400 };
  }
}
