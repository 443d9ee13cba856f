import { join } from "node:path";
import { ensureBuilt } from "../electron/command/build.ts";

/** Tests of the command line run the built command, as a user does. */
export async function setup(): Promise<void> {
  await ensureBuilt(join(import.meta.dirname, ".."));
}
