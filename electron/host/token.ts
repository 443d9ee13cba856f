import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 bits, new at every launch, written nowhere by the host. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Compares hashes, so neither the time nor the length tells how much of a guess was right. */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = sha256(`Bearer ${token}`);
  return (authorization) => timingSafeEqual(sha256(authorization ?? ""), expected);
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
