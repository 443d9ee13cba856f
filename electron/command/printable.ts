/** Names come from logs: what could steer a terminal is shown as a code, never sent. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, (unit) => `\\x${(unit.codePointAt(0) ?? 0).toString(16)}`);
}
