import { expect, test } from "vitest";
import { readStatusLine } from "../../../shared/log/status-line.ts";

const AT = Date.parse("2026-11-20T10:00:00Z");
const of = (cache: unknown) => readStatusLine({ session_id: "s", model: { id: "x" }, prompt_cache: cache });

test("an expiry is told in seconds, and a lifetime in words", () => {
  expect(of({ warm: true, ttl: "1h", expires_at: AT / 1000, hit_ratio: 0.97 })).toEqual({
    session: "s",
    expiresAt: AT,
    ttl: "1h",
  });
  expect(of({ ttl: 300, expires_at: new Date(AT).toISOString() })).toEqual({
    session: "s",
    expiresAt: AT,
    ttl: "5m",
  });
});

test.each([
  ["no cache yet", null],
  ["an older version", undefined],
  ["no expiry", { warm: false, ttl: "5m", expires_at: null }],
  ["an expiry that is none", { ttl: "5m", expires_at: "later" }],
  ["another shape", [1, 2]],
])("%s tells nothing", (_, cache) => {
  expect(of(cache)).toBeUndefined();
});

test("a lifetime of another kind is left open", () => {
  expect(of({ ttl: "2h", expires_at: AT / 1000 })).toEqual({ session: "s", expiresAt: AT, ttl: undefined });
});
