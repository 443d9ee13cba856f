import { expect, test } from "vitest";
import { isAnthropicServed } from "../../../shared/cost/served-by.ts";

test.each([
  "claude-opus-5",
  "claude-opus-5[1m]",
  "claude-haiku-4-5-20251001",
  "claude-mythos-preview", // without a price, but Anthropic's
  "claude-saga-7", // not known yet, but so named
  "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  "anthropic.claude-opus-4-6-v1",
  "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5",
  "claude-sonnet-4@20250514",
])("%s is served by Anthropic's service", (model) => {
  expect(isAnthropicServed(model)).toBe(true);
});

test.each([
  "anthropic/claude-4.7-opus-20260416",
  "anthropic/claude-opus-5",
  "openrouter/anthropic.claude-opus-5",
  "claude-opus-4.6", // GitHub Copilot's spelling
  "deepseek-v4-pro",
  "deepseek-ai/deepseek-v4-flash",
  "glm-5.1",
  "moonshotai/kimi-k2.6-20260420",
  "gemini-3-pro",
  "gpt-6",
  "<synthetic>",
  "not-claude-opus-5",
  "",
])("%s is not", (model) => {
  expect(isAnthropicServed(model)).toBe(false);
});
