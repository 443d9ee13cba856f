/**
 * Sums of calls by quarter of an hour, project, model, lane and price class, so that days, weeks and months in any time
 * zone are sums of a few thousand rows (all zones in use keep to quarter hours). They move by the difference whenever a call
 * or a loss is added, changed or taken back, in the same transaction: new calls together (bucket-sums.ts), all else by
 * triggers.
 */
const SUMS = [
  "calls",
  "uncached",
  "read",
  "write_5m",
  "write_1h",
  "write_unknown",
  "output",
  "cost",
  "cost_without_cache",
  "unpriced",
  "invalidations",
  "rebuilds",
  "lost",
  "lost_cost",
  "avoidable_cost",
  "avoidable_breaks",
] as const;

/** The quarter of calls whose log gives no time. */
export const NO_QUARTER = -1;

const KEYS = ["quarter", "project", "model", "lane", "price_class"] as const;

/** The key of a call's bucket, in the order of `KEYS`; `call` is its name in the statement. */
function bucketKey(call: string): readonly string[] {
  return [
    `coalesce(${call}.at / 900000, ${NO_QUARTER})`,
    `${call}.project`,
    `${call}.model`,
    `${call}.lane`,
    `coalesce(${call}.speed, '') || ' ' || coalesce(${call}.geo, '')`,
  ];
}

/** What one call adds to its bucket, losses apart, in the order of `SUMS`. */
function callSums(call: string, sign: "" | "-"): readonly string[] {
  const own = [
    "1",
    ...["uncached", "read", "write_5m", "write_1h", "write_unknown", "output"].map(
      (name) => `${call}.${name}`,
    ),
    `coalesce(${call}.cost, 0)`,
    `coalesce(${call}.cost_without_cache, 0)`,
    `(${call}.cost IS NULL)`,
  ];
  return own.map((sum) => `${sign}${sum}`);
}

/** What one loss adds: invalidations, rebuilds, lost, lost_cost, avoidable_cost, avoidable_breaks. */
function lossSums(event: string, sign: "" | "-"): readonly string[] {
  const isLoss = `(${event}.kind = 'invalidation')`;
  const cost = `coalesce(${event}.avoidable, 0)`;
  return [
    isLoss,
    `(${event}.kind = 'expected-rebuild')`,
    `${isLoss} * ${event}.lost`,
    `${isLoss} * ${cost}`,
    `(${isLoss} AND ${event}.grp = 'yours') * ${cost}`,
    `(${isLoss} AND ${event}.grp = 'yours')`,
  ].map((sum) => `${sign}(${sum})`);
}

const NO_LOSSES = ["0", "0", "0", "0", "0", "0"];
const NO_CALL = Array(10).fill("0");
const ADD = `ON CONFLICT (${KEYS.join(", ")}) DO UPDATE SET ${SUMS.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(", ")}`;

/** Adds one call's figures to its bucket, or takes them out. */
function moveCall(call: "NEW" | "OLD", sign: "" | "-"): string {
  const values = [...bucketKey(call), ...callSums(call, sign), ...NO_LOSSES];
  return `INSERT INTO bucket VALUES (${values.join(", ")}) ${ADD};`;
}

/** Adds one loss to its call's bucket, or takes it out. */
function moveLoss(event: "NEW" | "OLD", sign: "" | "-"): string {
  const values = [...bucketKey("c"), ...NO_CALL, ...lossSums(event, sign)];
  return `INSERT INTO bucket SELECT ${values.join(", ")} FROM call c WHERE c.id = ${event}.call ${ADD};`;
}

/** Adds the sums of new calls to one bucket: its key in the order of `KEYS`, then their figures in the order of `SUMS`. */
export const ADD_CALLS = `INSERT INTO bucket VALUES (${[...KEYS, ...NO_CALL].map(() => "?").join(", ")}, ${NO_LOSSES.join(", ")}) ${ADD}`;

/** Moves the losses of a changed call along with it. */
function moveLossesOfCall(call: "NEW" | "OLD", sign: "" | "-"): string {
  const values = [...bucketKey(call), ...NO_CALL, ...lossSums("e", sign)];
  const losses = `FROM event e WHERE e.call = ${call}.id AND e.kind IN ('invalidation', 'expected-rebuild')`;
  return `INSERT INTO bucket SELECT ${values.join(", ")} ${losses} ${ADD};`;
}

export const BUCKET_TABLES = `
  CREATE TABLE bucket (
    quarter INTEGER NOT NULL, project TEXT NOT NULL, model TEXT NOT NULL, lane TEXT NOT NULL, price_class TEXT NOT NULL,
    ${SUMS.map((sum) => `${sum} INTEGER NOT NULL`).join(", ")},
    PRIMARY KEY (${KEYS.join(", ")})
  ) STRICT, WITHOUT ROWID;

  -- The pickers ask for the distinct names; through these they read 80,000 narrow rows and not wide ones.
  CREATE INDEX bucket_project ON bucket (project);
  CREATE INDEX bucket_model ON bucket (model);
  CREATE INDEX bucket_unpriced ON bucket (model) WHERE unpriced > 0;
`;

/** Each is made where it is missing: a ledger of an older format has its own. */
export const BUCKET_TRIGGERS = `
  CREATE TRIGGER IF NOT EXISTS bucket_call_changed AFTER UPDATE ON call BEGIN
    ${moveCall("OLD", "-")} ${moveLossesOfCall("OLD", "-")} ${moveCall("NEW", "")} ${moveLossesOfCall("NEW", "")}
  END;
  CREATE TRIGGER IF NOT EXISTS bucket_loss_added AFTER INSERT ON event
    WHEN NEW.kind IN ('invalidation', 'expected-rebuild') BEGIN ${moveLoss("NEW", "")} END;
  CREATE TRIGGER IF NOT EXISTS bucket_loss_taken AFTER DELETE ON event
    WHEN OLD.kind IN ('invalidation', 'expected-rebuild') BEGIN ${moveLoss("OLD", "-")} END;
`;

/** The sums of a group of buckets, under the names that `totalsOfRow` reads. */
export const BUCKET_TOTALS = SUMS.map((sum) => `sum(${sum}) AS ${sum}`).join(", ");

/** The same rows made from the calls themselves, for a part of them. `where` is a condition on `call c`. */
export function bucketsOf(where: string): string {
  const sums = [...callSums("c", ""), ...lossSums("e", "")];
  const named = SUMS.map((name, index) => `coalesce(${sums[index]}, 0) AS ${name}`);
  const keyed = bucketKey("c").map((key, index) => `${key} AS ${KEYS[index]}`);
  const join = "LEFT JOIN event e ON e.call = c.id AND e.kind IN ('invalidation', 'expected-rebuild')";
  return `(SELECT ${keyed.join(", ")}, ${named.join(", ")} FROM call c ${join} WHERE ${where})`;
}
