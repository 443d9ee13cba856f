/** Something the command palette can do or open. */
export type Command = {
  readonly key: string;
  readonly kind: "page" | "action" | "session" | "project";
  readonly name: string;
  /** Tells it from others of the same name. */
  readonly detail: string;
  /** Found by these words too. */
  readonly words?: string;
  readonly run: () => void;
};

/** More than that nobody looks through; another letter is faster. */
export const MOST_COMMANDS = 50;
const SESSIONS_UNASKED = 6;

/**
 * Each word of the text must be in the command. One that begins the name counts most, then one that begins a word, one
 * inside a word, and last one whose letters are in the name in this order. Equals stay in their order.
 */
export function matching(commands: readonly Command[], text: string): readonly Command[] {
  const words = folded(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return unasked(commands);
  return commands
    .map((command) => ({ command, rank: rankOf(command, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_COMMANDS)
    .map(({ command }) => command);
}

function unasked(commands: readonly Command[]): readonly Command[] {
  const sessions = commands.filter(({ kind }) => kind === "session").slice(0, SESSIONS_UNASKED);
  return commands.filter(
    (command) => command.kind !== "project" && (command.kind !== "session" || sessions.includes(command)),
  );
}

function rankOf(command: Command, words: readonly string[]): number {
  const name = folded(command.name);
  const all = `${name} ${folded(command.detail)} ${folded(command.words ?? "")}`;
  let rank = 0;
  for (const word of words) {
    const one = wordRank(name, all, word);
    if (one === 0) return 0;
    rank += one;
  }
  return rank;
}

function wordRank(name: string, all: string, word: string): number {
  if (name.startsWith(word)) return 4;
  if (all.split(/[\s/\-_.]+/).some((part) => part.startsWith(word))) return 3;
  if (all.includes(word)) return 2;
  return inOrder(name, word) ? 1 : 0;
}

function inOrder(name: string, word: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = name.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
