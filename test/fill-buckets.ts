import { BUCKET_TOTALS, bucketsOf } from "../electron/engine/bucket-schema.ts";

const KEYS = "quarter, project, model, lane, price_class";

/** Fills the empty table of sums out of the calls, for ledgers whose calls were written past the program. */
export const FILL_BUCKETS = `INSERT INTO bucket SELECT ${KEYS}, ${BUCKET_TOTALS} FROM ${bucketsOf("TRUE")} GROUP BY ${KEYS}`;
