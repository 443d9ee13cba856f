import { describe, expect, test } from "vitest";
import { matching, MOST_COMMANDS, type Command } from "../../renderer/selectors/command-match.ts";
import { nextInvalidation } from "../../renderer/selectors/next-invalidation.ts";
import { sampleFeed } from "./sample-feed.ts";

const command = (kind: Command["kind"], name: string, detail = "", words = ""): Command => ({
  key: `${kind} ${name} ${detail}`,
  kind,
  name,
  detail,
  words,
  run: () => undefined,
});
const COMMANDS = [
  command("page", "Sessions"),
  command("page", "Months"),
  command("action", "Verify now", "counts every log again"),
  command("action", "Dark colours", "theme"),
  ...Array.from({ length: 60 }, (_, n) => command("session", `project-${n}`, "12:0" + String(n), `id-${n}`)),
  command("session", "Żółw-日本語", "yesterday"),
  command("project", "project-1", "all sessions of the project"),
];
const found = (text: string) => matching(COMMANDS, text).map(({ name }) => name);

describe("commands by their name", () => {
  test("without a word: pages and actions, then the newest sessions, and no project", () => {
    const sessions = Array.from({ length: 6 }, (_, n) => `project-${n}`);
    expect(found(" ")).toEqual(["Sessions", "Months", "Verify now", "Dark colours", ...sessions]);
  });

  test("a name that begins so comes before one with such a word, and that before one with it inside", () => {
    const commands = [command("page", "Remove"), command("page", "Next move"), command("page", "Move")];
    expect(matching(commands, "mov").map(({ name }) => name)).toEqual(["Move", "Next move", "Remove"]);
  });

  test("letters in their order find a name, out of it they do not", () => {
    expect(found("vrfy")).toEqual(["Verify now"]);
    expect(found("yfrv")).toEqual([]);
  });

  test("every word must be there, in whatever order and case", () => {
    expect(found("NOW verify")).toEqual(["Verify now"]);
    expect(found("verify later")).toEqual([]);
  });

  test("details and ids are found too, accents and case make no difference", () => {
    expect(found("theme")).toEqual(["Dark colours"]);
    expect(found("id-42")).toEqual(["project-42"]);
    expect(found("zołw")).toEqual(["Żółw-日本語"]);
    expect(found("日本")).toEqual(["Żółw-日本語"]);
  });

  test("never more than one can look through", () => {
    expect(found("project")).toHaveLength(MOST_COMMANDS);
  });
});

test("the next invalidation is the newest, then the one before the shown one, and after the last the newest again", () => {
  const { overview } = sampleFeed();
  const losses = overview.events.filter(({ kind }) => kind === "invalidation");
  expect(losses.length).toBeGreaterThan(1);
  expect(nextInvalidation(overview.events, undefined)).toBe(losses[0]);
  expect(nextInvalidation(overview.events, losses[0]?.callKey)).toBe(losses[1]);
  expect(nextInvalidation(overview.events, losses.at(-1)?.callKey)).toBe(losses[0]);
  expect(nextInvalidation([], undefined)).toBeUndefined();
});
