import { expect, test } from "vitest";
import { fixture, foldLog } from "../../fold-log.ts";

/** What happened after the start, as `cause confidence × how often`. */
function diagnosis(name: string): readonly string[] {
  const events = foldLog(fixture(`api-usage/${name}.jsonl`), `api-usage/${name}.jsonl`).events;
  const found = events
    .filter(({ kind }) => kind !== "start")
    .map(({ cause, confidence }) => `${cause} ${confidence}`);
  return [...new Set(found)].map((text) => `${text} × ${found.filter((other) => other === text).length}`);
}

test.each([
  ["the head changes with every request", "volatile-prefix", ["volatile-prefix certain × 3"]],
  ["prompts shorter than the model caches", "under-minimum", ["under-minimum certain × 1"]],
  [
    "the same head, written at every call: a gateway rewrites it",
    "gateway-rewrites",
    ["permanent-write likely × 4"],
  ],
  ["nothing is ever cached", "never-engaged", ["caching-off certain × 1"]],
  ["all but the head goes past the cache", "gateway-uncached", ["gateway-uncached likely × 1"]],
  ["only the head is ever read", "pinned", ["pinned likely × 4"]],
  [
    "written at every call, in a log without model, time or session",
    "permanent-write",
    ["permanent-write likely × 4"],
  ],
  ["the same head, asked for too late", "same-hash-expired", ["ttl-expired-5m certain × 1"]],
  ["the same head, lost within its lifetime", "same-hash-miss", ["unknown unclear × 1"]],
])("%s", (_, name, expected) => {
  expect(diagnosis(name)).toEqual(expected);
});

test("an equal hash is evidence beside any cause, and a changed one is the cause", () => {
  const evidence = (name: string) =>
    foldLog(fixture(`api-usage/${name}.jsonl`)).events.flatMap((event) =>
      event.lost > 0 ? event.evidence : [],
    );
  const same = "The prefix hash is the same, so the prompt did not change";
  for (const name of ["gateway-rewrites", "same-hash-expired", "same-hash-miss"])
    expect(evidence(name)).toContain(same);
  expect(evidence("volatile-prefix")).not.toContain(same);
  expect(evidence("permanent-write")).not.toContain(same);
});
