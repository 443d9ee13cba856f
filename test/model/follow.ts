import { expect } from "vitest";
import { engineUnderTest } from "./engine-under-test.ts";
import { LogTree } from "./log-tree.ts";
import { penFor } from "./log-record.ts";
import { change, destroys, targetOf, type Operation } from "./operations.ts";
import type { Oracle } from "./oracle.ts";

/** Does one operation after the other; at barriers and at the end the ledger must be exactly right. */
export async function follow(operations: readonly Operation[], oracle: Oracle): Promise<void> {
  const tree = new LogTree();
  const engine = engineUnderTest(tree.root, tree.data);
  const pen = penFor();
  try {
    for (const step of operations) {
      if (step.name === "scan") engine.scan();
      if (step.name === "restart") engine.stop();
      if (step.name === "kill" && engine.killAt(step.a % 150)) expectPrefix(engine);
      if (step.name === "barrier") await expectExact(tree, engine, oracle);
      const target = targetOf(tree, step);
      if (target === undefined) continue;
      if (destroys(step.name)) {
        // What is shut may hold what nobody has read, and that must not be destroyed.
        tree.open(target);
        engine.scan();
      }
      const wasShut = tree.isShut(target);
      change(tree, step, target, pen);
      // A change in the middle that keeps the size is seen by the time alone: what grows before that hides it.
      if (step.name === "rewriteSameSize") engine.scan();
      // What is shut is known by its name alone, so a new name has to be seen before the next one.
      if (step.name === "rename" && wasShut) engine.scan();
    }
    for (const name of tree.names) tree.open(name);
    await expectExact(tree, engine, oracle);
    engine.stop();
    await expectExact(tree, engine, oracle);
  } finally {
    engine.stop();
    tree.clear();
  }
}

type Engine = ReturnType<typeof engineUnderTest>;

/** After a kill the ledger is whole, its sums fit its calls, and no call lies beyond what its log is said to be read. */
function expectPrefix(engine: Engine): void {
  const stored = engine.stored();
  if (stored === undefined) return;
  const { integrity, ahead, rows, sums } = stored;
  expect({ integrity, ahead, sums }).toEqual({ integrity: "ok", ahead: 0, sums: rows });
}

async function expectExact(tree: LogTree, engine: Engine, oracle: Oracle): Promise<void> {
  const { unreadable } = engine.scan();
  expect(unreadable.toSorted()).toEqual(tree.unseen.toSorted());
  // What is unreadable is tried again, and nothing else.
  expect(engine.scan().writes).toBe(0);
  const truth = await oracle.ask(tree.forOracle(), tree.damage);
  const stored = engine.stored();
  if (stored === undefined) throw new Error("The ledger has no tables after a scan");
  const { rows, sums, files, integrity } = stored;
  expect(rows).toEqual(truth.rows);
  expect(sums).toEqual(truth.rows);
  expect(integrity).toBe("ok");
  for (const { path, offset, size, told, damagedRecords } of files) {
    const where = { path: path.slice(tree.root.length) };
    expect({ ...where, told }).toEqual({ ...where, told: offset });
    expect({ ...where, pending: size >= offset }).toEqual({ ...where, pending: true });
    expect({ ...where, damagedRecords }).toEqual({ ...where, damagedRecords: truth.damaged[path] ?? 0 });
  }
}
