/** What the figures of Months and Sources mean: see `definitions.ts`. */
export const HISTORY_DEFINITIONS = {
  read: "Prompt tokens read from the cache, at a fraction of the price of sending them. The line below says how many were read for each token the model wrote.",
  written:
    "Prompt tokens written to the cache, for 5 minutes, for 1 hour, or for a time the log does not tell. Writing costs more than sending: 1.25 times as much for 5 minutes, twice as much for 1 hour.",
  outputTotal:
    "Tokens the model wrote. The line below is input outside the cache: what stood after the last cache breakpoint.",
  avoidable:
    "Extra cost, at list price, of the cache breaks that you could have avoided: a pause longer than the cache lives, a switch of model or tools. The line below is what all breaks cost, also those that are not yours and those of which nobody can tell.",
  historyChart:
    "Prompt tokens by what became of them, and the hit rate on top: read ÷ (read + written + uncached), tokens summed first and then divided. A dot stands for a call that lost a part of the cached prefix; three dots for three or more. A gap in the line is a day without calls.",
  calendar:
    "One square for each day in the chosen time zone. The line below the squares marks the days shown above. Choose a day to see its sessions.",
  bytes:
    "Size of all logs = counted + other + blank + damaged + pending. Counted is records with usage, other is records with nothing to count, blank is empty lines, damaged could not be read as a record, pending is a last line that is not finished yet.",
  verify:
    "Reads every log again from its first byte with a second reader that counts with code of its own, and holds its sums beside those of the ledger.",
  otherRates: "The same tokens, all of yours, divided in the ways that are seen elsewhere.",
} as const;
