/** Beyond this many the answers are forgotten and worked out again: names come out of logs, and a log may hold anything. */
const MOST = 1000;

/** The same function of a text, which keeps its answers: a log names one model and one date many thousand times. */
export function remembered<T>(of: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T;
    const answer = of(text);
    if (answers.size === MOST) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
