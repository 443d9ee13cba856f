import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawRecords, type DrawnRecord } from "../transcript.ts";
import { workbench } from "./workbench.ts";

// Security check S36: docs/security.md.

/** Stands in every text that a person or a tool could have written. */
const CANARY = "canary-4f1e";

/** Text wherever a log can hold it: prompts, replies, tools, titles, errors, fields that do not exist yet. */
function withCanaries(records: readonly DrawnRecord[]): readonly DrawnRecord[] {
  const text = JSON.stringify(records)
    .replaceAll("prompt text", `${CANARY} my password`)
    .replaceAll("reply text", `${CANARY} the reply`)
    .replaceAll('"result"', `"${CANARY} tool output"`);
  const session = { sessionId: "s1", timestamp: "2026-08-14T10:00:00.000Z" };
  const more: readonly DrawnRecord[] = [
    { type: "ai-title", aiTitle: `${CANARY} title`, ...session },
    { type: "custom-title", customTitle: `${CANARY} title`, ...session },
    { type: "summary", summary: `${CANARY} summary`, leafUuid: "x" },
    { type: "last-prompt", lastPrompt: CANARY, ...session },
    {
      type: "system",
      subtype: "local_command",
      content: `<command-name>/${CANARY}</command-name>`,
      ...session,
    },
    { type: "system", subtype: "api_error", error: { message: CANARY }, ...session },
    { type: "attachment", attachment: { type: "deferred_tools_delta", addedNames: [CANARY] }, ...session },
    {
      type: "attachment",
      attachment: { type: "session_context", email: `${CANARY}@example.org` },
      ...session,
    },
    { type: "permission-mode", permissionMode: CANARY, ...session },
    { type: "invented-next-week", note: CANARY, ...session },
    { type: "user", gitBranch: CANARY, slug: CANARY, message: { role: "user", content: CANARY }, ...session },
    {
      type: "assistant",
      ...session,
      message: {
        id: "msg_tool",
        model: "claude-opus-5",
        content: [{ type: "tool_use", name: `mcp__${CANARY}`, input: { secret: CANARY } }],
        usage: { input_tokens: 1, output_tokens: 1, note: CANARY },
      },
    },
  ];
  return [...(JSON.parse(text) as readonly DrawnRecord[]), ...more];
}

test("no word of a prompt, a reply or a tool gets into the data folder", () => {
  const bench = workbench();
  const records = withCanaries(
    drawRecords(`
      10:00:00  prompt
      10:00:01  msg_1  read 0  write 60k
      10:00:40  msg_2  read 0  write 61k
    `),
  );
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  expect(text.split(CANARY).length).toBeGreaterThan(15);
  // Damaged records must not leak either.
  bench.write(`${text}{"cut off ${CANARY}\n`);
  expect(bench.run().totals.calls).toBe(3);
  const files = readdirSync(bench.data, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(readFileSync(join(file.parentPath, file.name)).includes(CANARY), file.name).toBe(false);
  }
  bench.clear();
});
