import type { CacheEvent } from "../../shared/cache/event.ts";
import { exactTokens, exactUsd, gapText, usd } from "../../shared/format.ts";
import { laneName, modelName, repairText } from "../wording.ts";

/** One line of a card's figures. */
export type EventFact = {
  readonly name: string;
  readonly value: string;
  /** A second, smaller line. */
  readonly more?: string;
  /** The exact figure, for the title. */
  readonly exact?: string;
};

const LIFETIMES = { "5m": "5 minutes", "1h": "1 hour" } as const;

/** The figures of an event; those that mean nothing for its kind are left out. */
export function eventFacts(event: CacheEvent): readonly EventFact[] {
  return [
    ...(event.lost > 0 ? lossFacts(event) : [{ name: "Read", value: exactTokens(event.read) }]),
    ...(event.gap === undefined ? [] : [{ name: "Pause before", value: gapText(event.gap) }]),
    ...(event.lost > 0
      ? [
          {
            name: "Written to live for",
            value: event.ttl === undefined ? "not logged" : LIFETIMES[event.ttl],
          },
        ]
      : []),
    { name: "Server’s own reason", value: event.serverReason ?? "none given" },
    { name: "Model, lane", value: `${modelName(event.model)}, ${laneName(event.agent)}` },
    ...(event.version === undefined ? [] : [{ name: "Claude Code", value: event.version }]),
  ];
}

function lossFacts(event: CacheEvent): readonly EventFact[] {
  const name = event.kind === "expected-rebuild" ? "Rebuilt" : "Lost";
  return [
    { name: "Could have read", value: exactTokens(event.expected) },
    { name: "Read", value: exactTokens(event.read) },
    { name, value: exactTokens(event.lost), more: repairText(event) },
    costFact(event),
  ];
}

/** Only what the user could have helped is called avoidable. */
function costFact({ group, avoidable, avoidableIf1h }: CacheEvent): EventFact {
  const name = {
    yours: "Avoidable cost",
    expected: "Cost of it",
    "not-yours": "Extra cost",
    unknown: "Extra cost",
  }[group];
  const exact = exactUsd(avoidable);
  if (avoidable === undefined) return { name, value: "no known price" };
  if (avoidableIf1h === undefined) return { name, value: usd(avoidable), exact };
  return {
    name,
    value: `${usd(avoidable)} or ${usd(avoidableIf1h)}`,
    more: "for a lifetime of 5 minutes or an hour",
    exact: `${exact} or ${exactUsd(avoidableIf1h)}`,
  };
}
