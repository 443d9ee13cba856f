import { startEngine, type Engine, type EngineOptions } from "../engine.ts";
import type { LedgerProblem } from "../ledger-session.ts";
import { startDemo } from "./start-demo.ts";
import type { Bridge, BridgeEvent, Connection } from "../../../shared/bridge.ts";
import type { FeedMessage } from "../../../shared/feed.ts";
import type { AnswerTo } from "../../../shared/question.ts";
import type { Settings } from "../../../shared/settings.ts";

type Feed = {
  readonly listener: (event: BridgeEvent) => void;
  connection: Connection;
  watched: string | undefined;
};

export type WithDemoOptions = EngineOptions & {
  /** Begins with the demo; the user's own logs are not even opened until it is left. */
  readonly demo: boolean;
};

/** The engine of the user's own logs, in whose place every page shows the demo for as long as one of them wants it. */
export function startWithDemo({ demo: beginsWithDemo, ...options }: WithDemoOptions): Engine | LedgerProblem {
  const first = beginsWithDemo ? startDemo() : startEngine(options);
  if (first.kind !== "engine") return first;
  let own = beginsWithDemo ? undefined : first;
  let demo = beginsWithDemo ? first : undefined;
  let address: string | undefined;
  let switching: Promise<unknown> = Promise.resolve();
  const feeds = new Set<Feed>();

  const shown = (): Engine => demo ?? own ?? first;
  const open = (listener: Feed["listener"]): Connection => {
    if (demo === undefined) return shown().bridge.connect(listener);
    let settings: Settings | undefined;
    // What the user has set stays as it is: a made-up day is no reason to start at login, or not to.
    const beside = own?.bridge.connect((event) => {
      const told = settingsIn(event);
      if (told === undefined || JSON.stringify(told) === JSON.stringify(settings)) return;
      const changed = settings !== undefined;
      settings = told;
      if (changed) listener(feed({ kind: "update", sessions: [], changed: { settings: told } }));
    });
    const connection = demo.bridge.connect((event) => listener(marked(event, settings)));
    return {
      watch: connection.watch,
      close: () => {
        beside?.close();
        connection.close();
      },
    };
  };
  const showAgain = () => {
    for (const one of feeds) {
      one.connection.close();
      one.connection = open(one.listener);
      if (one.watched !== undefined) one.connection.watch(one.watched);
    }
  };

  async function enter(): Promise<void> {
    if (demo !== undefined) return;
    demo = orThrow(startDemo());
    showAgain();
  }

  async function leave(): Promise<void> {
    if (demo === undefined) return;
    if (own === undefined) {
      own = orThrow(startEngine(options));
      if (address !== undefined) own.announce(address);
    }
    const ended = demo;
    demo = undefined;
    showAgain();
    await ended.stop();
  }

  async function play(wanted: boolean): Promise<AnswerTo<"demo">> {
    // One after the other: two windows may ask at once.
    const turn = switching.then(wanted ? enter : leave);
    switching = turn.catch(() => undefined);
    await turn;
    return { kind: "demo", playing: demo !== undefined };
  }

  const bridge: Bridge = {
    connect: (listener) => {
      const one: Feed = { listener, connection: open(listener), watched: undefined };
      feeds.add(one);
      return {
        watch: (session) => {
          one.watched = session;
          one.connection.watch(session);
        },
        close: () => {
          feeds.delete(one);
          one.connection.close();
        },
      };
    },
    ask: (question) => {
      if (question.kind === "demo") return play(question.play);
      const isSetting = question.kind === "settings" || question.kind === "save-settings";
      return (isSetting ? (own ?? shown()) : shown()).bridge.ask(question);
    },
  };

  return {
    kind: "engine",
    bridge,
    announce: (where) => {
      address = where;
      own?.announce(where);
    },
    stop: async () => {
      await switching;
      await demo?.stop();
      await own?.stop();
    },
  };
}

/** As of the demo, with the user's own settings where they are known. */
function marked(event: BridgeEvent, own: Settings | undefined): BridgeEvent {
  if (event.kind !== "feed") return event;
  const { message } = event;
  if (message.kind === "session" || message.kind === "session-update") return event;
  if (message.kind === "update")
    return own === undefined ? event : feed({ ...message, changed: { ...message.changed, settings: own } });
  const { overview } = message;
  return feed({ kind: "reset", overview: { ...overview, demo: true, settings: own ?? overview.settings } });
}

function feed(message: FeedMessage): BridgeEvent {
  return { kind: "feed", message };
}

function settingsIn(event: BridgeEvent): Settings | undefined {
  if (event.kind !== "feed") return undefined;
  if (event.message.kind === "reset") return event.message.overview.settings;
  return event.message.kind === "update" ? event.message.changed.settings : undefined;
}

function orThrow(engine: Engine | LedgerProblem): Engine {
  if (engine.kind === "engine") return engine;
  if (engine.kind === "other-instance") {
    const where = engine.address === undefined ? "" : ` at ${engine.address}`;
    throw new Error(`Another Prefixwatch shows your own logs${where}. End it, or look there.`);
  }
  throw new Error(engine.message);
}
