import { expect, test } from "vitest";
import { moved } from "../../renderer/cursor.ts";

test("the keys go on from their row wherever it stands, from one that is gone to the first, and stop at the ends", () => {
  expect(moved(["a", "b", "c"], undefined, 1)).toEqual({ key: "a" });
  expect(moved(["a", "b", "c"], "a", 1)).toEqual({ key: "b" });
  expect(moved(["new", "b", "a"], "b", 1)).toEqual({ key: "a" });
  expect(moved(["a", "b"], "b", 1)).toEqual({ key: "b" });
  expect(moved(["a", "b"], "a", -1)).toEqual({ key: "a" });
  expect(moved(["a", "b"], "gone", -1)).toEqual({ key: "a" });
  expect(moved([], "gone", 1)).toBeUndefined();
});
