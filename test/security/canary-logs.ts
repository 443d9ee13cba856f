import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asLog, type DrawnRecord, drawRecords } from "../transcript.ts";

/** Stands in every text that a person or a tool could have written. */
export const CANARY = "canary-7b3d";
export const SESSION = "5e551011-0000-4000-8000-0000000ca4a7";

/** Fields of a log that Prefixwatch may keep and show: ids, times, versions, names of models and folders. */
const ALLOWED = new Set(
  (
    "uuid parentUuid logicalParentUuid sessionId agentId timestamp type subtype version cwd requestId id model role " +
    "effort speed service_tier stop_reason hookName trigger tool_use_id"
  ).split(" "),
);

/** Every other text gets the canary behind it. */
function withCanary(value: unknown, field: string): unknown {
  if (typeof value === "string") return ALLOWED.has(field) ? value : `${value} ${CANARY}`;
  if (Array.isArray(value)) return value.map((item) => withCanary(item, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, withCanary(held, name)]));
}

/** Text wherever a log can hold it: prompts, replies, thinking, tools, titles, errors, fields that do not exist yet. */
function canaryRecords(day: string): readonly DrawnRecord[] {
  const records = drawRecords(
    `10:00:00  prompt
     10:00:01  msg_1  read 0  write1h 60k  out 300
     10:00:40  tools
     10:01:00  msg_2  read 0  write1h 70k  out 300  reason tools_changed
     10:02:00  command model
     10:03:00  compaction
     10:03:10  msg_3  read 18k  write1h 9k  out 300`,
    { session: SESSION, day, prefix: "canary" },
  );
  const own = { sessionId: SESSION, timestamp: `${day}T10:04:00.000Z`, cwd: "/home/dev/parser" };
  const more: readonly DrawnRecord[] = [
    { type: "ai-title", aiTitle: "title", ...own },
    { type: "custom-title", customTitle: "title", ...own },
    { type: "agent-name", agentName: "name", ...own },
    { type: "summary", summary: "summary", leafUuid: "x" },
    { type: "last-prompt", lastPrompt: "prompt", ...own },
    { type: "queue-operation", operation: "enqueue", content: "prompt", ...own },
    { type: "file-history-snapshot", snapshot: { trackedFileBackups: { path: "x" } }, ...own },
    // Names inside a record may be a person's too: here a file's.
    {
      type: "file-history-snapshot",
      snapshot: { trackedFileBackups: { [`/home/${CANARY}.ts`]: {} } },
      ...own,
    },
    { type: "unheard-of", held: { [CANARY]: { [CANARY]: 1 } }, message: { [CANARY]: 1 }, ...own },
    { type: "system", subtype: "api_error", error: { message: "wrong", headers: { cookie: "x" } }, ...own },
    { type: "system", subtype: "local_command", content: "<command-name>/other</command-name>", ...own },
    { type: "attachment", attachment: { type: "session_context", email: "a@example.org" }, ...own },
    { type: "invented-next-week", note: "note", list: ["a", { deep: "b" }], ...own },
    { type: "user", gitBranch: "branch", slug: "slug", message: { role: "user", content: "words" }, ...own },
    {
      type: "assistant",
      ...own,
      message: { id: "msg_thought", model: "claude-opus-5", content: THOUGHTS, usage: {} },
    },
  ];
  return [...records, ...more].map((record) => withCanary(record, "") as DrawnRecord);
}

const THOUGHTS = [
  { type: "thinking", thinking: "thought", signature: "x" },
  { type: "tool_use", name: "mcp__server__tool", input: { secret: "password" } },
  { type: "server_tool_use", name: "web_search", input: { query: "words" } },
];

/** A session with canaries, and a broken line and a status line with them. */
export function writeCanaryLogs(root: string, data: string, day: string): string {
  const text = `${asLog(canaryRecords(day))}{"type":"user","message":{"content":"cut off ${CANARY}\n${CANARY} no JSON\n`;
  const path = join(root, "projects", "-home-dev-parser", `${SESSION}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const status = { session_id: SESSION, workspace: { current_dir: CANARY }, session_name: CANARY };
  writeFileSync(join(data, "statusline.jsonl"), `${JSON.stringify(status)}\n`);
  return text;
}
