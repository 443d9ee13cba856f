// AssemblyScript, see json-walk.ts: what became of a line; electron/engine/read-whole.ts has the same.

/** For the caller to look at. */
export const LEFT: i32 = 0;
export const TAKEN: i32 = 1;
/** Its call loads tools or a skill, which is a mark too. */
export const TAKEN_WITH_MARK: i32 = 2;
/** The whole log is for the slow reader. */
export const GIVEN_UP: i32 = 3;
/** A person's prompt, which is a mark. */
export const TAKEN_PROMPT: i32 = 4;
