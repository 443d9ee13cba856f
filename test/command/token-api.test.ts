import { afterEach, beforeEach, expect, test } from "vitest";
import { askTokens, endpoint, tokenRequests, type TokenRequests } from "../../electron/command/token-api.ts";
import { json, startFakeApi, type FakeApi } from "./fake-api.ts";

const BODY = { model: "claude-opus-5", messages: [{ role: "user", content: "text" }] };

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.stop());

function requests(more: object = {}): TokenRequests {
  const found = tokenRequests({ ...BODY, ...more });
  if (typeof found === "string") throw new Error(found);
  return found;
}

function ask(timeout = 5_000) {
  return askTokens({ base: new URL(api.base), key: "key-one", timeout }, requests());
}

test("only what changes the prompt is counted; the answer is one token without a stream", () => {
  const prompt = { system: "text", tools: [], tool_choice: { type: "auto" }, thinking: { type: "adaptive" } };
  const rest = { max_tokens: 9, stream: true, temperature: 0, stop_sequences: ["x"], metadata: {} };
  const { stream: _, ...sent } = rest;
  expect(requests({ ...prompt, ...rest })).toEqual({
    count: { ...BODY, ...prompt },
    message: { ...BODY, ...prompt, ...sent, max_tokens: 1 },
    betas: [],
  });
});

test("a budget of thinking does not fit one token of output, so neither request has it", () => {
  const { count, message } = requests({ thinking: { type: "enabled", budget_tokens: 4_000 } });
  expect({ count, message }).toEqual({ count: BODY, message: { ...BODY, max_tokens: 1 } });
});

test("the three kinds of prompt tokens are told apart", async () => {
  const answers = { model: "claude-opus-5", counted: 10_000, uncached: 20, read: 0, written: 9_980 };
  expect(await ask()).toEqual(answers);
});

test.each([
  ["no JSON", "<html>", "v1/messages/count_tokens answered with no JSON"],
  ["no figures", "{}", "count_tokens answered without input_tokens"],
])("an answer with %s is a fault in plain words", async (_, text, fault) => {
  api.answer = (_heard, response) => response.end(text);
  expect(await ask()).toEqual({ fault });
});

test("an overload is told with its status, and nothing more is asked", async () => {
  const error = { type: "overloaded_error", message: "Overloaded" };
  api.answer = (_, response) => json(response, 529, { type: "error", error });
  expect(await ask()).toEqual({
    fault: "v1/messages/count_tokens answered 529: overloaded_error, Overloaded",
  });
  expect(api.heard.length).toBe(1);
});

test("what never answers is given up, and a closed door is named", async () => {
  api.answer = () => undefined;
  expect(await ask(50)).toEqual({ fault: "v1/messages/count_tokens did not answer within 0.05 seconds" });
  api.stop();
  expect(await ask()).toMatchObject({ fault: expect.stringContaining("could not be asked") as string });
});

test("a gateway's path stays in front", () => {
  const at = (base: string) => endpoint(new URL(base), "v1/messages").href;
  expect(at("https://gate.example/anthropic")).toBe("https://gate.example/anthropic/v1/messages");
  expect(at("https://api.example")).toBe("https://api.example/v1/messages");
});
