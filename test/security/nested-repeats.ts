/**
 * Whether a group of a pattern that is repeated without end holds a repeat without end: `(a+)+`. A simple reader: what
 * it refuses may be harmless, and is then written in another way.
 */
export function nestsRepeats(pattern: string): boolean {
  /** For each open group, whether an endless repeat was in it. */
  const open: boolean[] = [];
  const plain = pattern.replaceAll(/\\./g, "a").replaceAll(/\[[^\]]*\]/g, "a");
  for (let at = 0; at < plain.length; at++) {
    const rest = plain.slice(at + 1);
    const repeats = /^(?:[*+]|\{\d+,\})/.test(rest);
    switch (plain.charAt(at)) {
      case "(":
        open.push(false);
        break;
      case ")": {
        const inner = open.pop() ?? false;
        if (inner && repeats) return true;
        if (inner || repeats) mark(open);
        break;
      }
      default:
        if (repeats) mark(open);
    }
  }
  return false;
}

function mark(open: boolean[]) {
  if (open.length > 0) open[open.length - 1] = true;
}
