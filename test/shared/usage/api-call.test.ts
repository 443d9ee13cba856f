import fc from "fast-check";
import { expect, test } from "vitest";
import {
  callOfLine,
  isInternalLog,
  joinCalls,
  type ApiCall,
  type CallLine,
} from "../../../shared/usage/api-call.ts";

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const few = fc.integer({ min: 0, max: 3 });

/** Lines of one call that differ in everything that may differ, from few values, so that ties are common. */
const line: fc.Arbitrary<CallLine> = fc.record({
  key: fc.constant("msg_1"),
  messageId: fc.constant("msg_1"),
  requestId: maybe(fc.constantFrom("req_1", "req_2")),
  model: fc.constantFrom("claude-opus-5", "claude-sonnet-5"),
  usage: fc.record({
    uncachedInput: few,
    cacheRead: few,
    cacheWrite5m: few,
    cacheWrite1h: few,
    cacheWriteUnknownTtl: few,
    output: few,
  }),
  at: maybe(fc.constantFrom(1_700_000_000_000, 1_700_000_001_000)),
  session: fc.constantFrom("s1", "s2"),
  lane: fc.constantFrom("main", "sub"),
  agent: maybe(fc.constantFrom("a1", "a2")),
  version: maybe(fc.constantFrom("2.1.1", "2.1.2")),
  effort: maybe(fc.constantFrom("high", "max")),
  speed: maybe(fc.constantFrom("standard", "fast")),
  geo: maybe(fc.constant("us")),
  stopReason: maybe(fc.constantFrom("end_turn", "tool_use")),
  serverReason: maybe(
    fc.oneof(
      fc.constant("none" as const),
      fc.record({ type: fc.constantFrom("tools_changed", "unavailable"), missedTokens: maybe(few) }),
    ),
  ),
  serverToolUses: few,
  prefixHash: maybe(fc.constantFrom("aa", "bb")),
  copied: fc.boolean(),
  loadsTools: fc.constant(false),
  usesSkill: fc.constant(false),
});
const call = fc
  .tuple(
    line,
    fc.constantFrom("/p/s1.jsonl", "/p/s1/subagents/agent-aside_question-1.jsonl"),
    fc.constantFrom("p", "q"),
  )
  .map(([facts, path, project]) => callOfLine(facts, { project, isInternal: isInternalLog(path) }));

test("joining views of a call does not depend on their order, grouping or repetition", () => {
  fc.assert(
    fc.property(call, call, call, (a, b, c) => {
      const all = joinCalls(joinCalls(a, b), c);
      expect(joinCalls(a, joinCalls(b, c))).toEqual(all);
      expect(joinCalls(joinCalls(c, a), b)).toEqual(all);
      expect(joinCalls(all, a)).toEqual(all);
    }),
    { numRuns: 2_000 },
  );
});

function view(facts: Partial<CallLine>, path = "/p/s1.jsonl"): ApiCall {
  const base: CallLine = {
    key: "msg_1",
    messageId: "msg_1",
    requestId: undefined,
    model: "claude-opus-5",
    usage: {
      uncachedInput: 1,
      cacheRead: 5,
      cacheWrite5m: 2,
      cacheWrite1h: 0,
      cacheWriteUnknownTtl: 0,
      output: 3,
    },
    at: 1_700_000_000_000,
    session: "s1",
    lane: "main",
    agent: undefined,
    version: undefined,
    effort: undefined,
    speed: undefined,
    geo: undefined,
    stopReason: undefined,
    serverReason: undefined,
    serverToolUses: 0,
    prefixHash: undefined,
    copied: false,
    loadsTools: false,
    usesSkill: false,
  };
  return callOfLine({ ...base, ...facts }, { project: "p", isInternal: isInternalLog(path) });
}

test("the main conversation owns a call that an agent's log repeats, although the repeat is earlier", () => {
  const main = view({});
  const repeat = view(
    { lane: "sub", agent: "aside", at: 1_600_000_000_000 },
    "/p/s1/subagents/agent-aside_question-1.jsonl",
  );
  expect(joinCalls(repeat, main).place).toEqual(main.place);
});

test("a fork's copy does not take a call from its first session", () => {
  const original = view({ session: "zzz" });
  const copy = view({ session: "aaa", copied: true });
  expect(joinCalls(copy, original).place.session).toBe("zzz");
});

test("a server's reason on a later line is kept, whichever line wins otherwise", () => {
  const reason = { type: "tools_changed", missedTokens: 38_943 };
  expect(joinCalls(view({ serverReason: reason }), view({ serverReason: "none" })).serverReason).toEqual(
    reason,
  );
});
