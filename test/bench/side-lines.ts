import type { LinePen } from "./line-pen.ts";

/** What Claude Code puts into the prompt beside a tool's result, 2.1.97 and later. */
export function writeAttachments(pen: LinePen): void {
  const chance = pen.chance;
  pen.record('"attachment":{"type":"total_tokens_reminder","text":"{}"},"type":"attachment"', 120);
  if (chance.happens(0.3))
    pen.record(
      '"attachment":{"type":"hook_success","hookName":"PostToolUse","content":"","stdout":"{}","exitCode":0},"type":"attachment"',
      chance.longTail(30, 2000),
    );
  if (chance.happens(0.15))
    pen.record(
      '"attachment":{"type":"edited_text_file","filename":"/home/dev/c.ts","snippet":"{}"},"type":"attachment"',
      1800,
    );
}

/** What ran meanwhile; an agent's messages stand in it with their usage, which is counted in the agent's log. */
export function writeProgress(pen: LinePen): void {
  const chance = pen.chance;
  pen.record(
    '"type":"progress","data":{"type":"hook_progress","hookEvent":"PreToolUse","command":"{}"},"toolUseID":"t","parentToolUseID":"t"',
    60,
  );
  for (let n = chance.below(4); n > 0; n--)
    pen.record(
      '"type":"progress","data":{"type":"bash_progress","output":"{}","elapsedTimeSeconds":3},"toolUseID":"t"',
      chance.longTail(100, 8000),
    );
  if (chance.happens(0.1))
    pen.record(
      '"type":"progress","data":{"type":"agent_progress","message":{"type":"assistant","message":{"id":"msg_agent","model":"claude-haiku-5-5","role":"assistant","content":[{"type":"text","text":"{}"}],"usage":{"input_tokens":4,"cache_read_input_tokens":88000,"output_tokens":9}}}},"toolUseID":"t"',
      3000,
    );
}
