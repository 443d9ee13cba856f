import { assertNever } from "../shared/assert.ts";
import { invalidationsValues, parseInvalidations, type InvalidationsView } from "./invalidations-view.ts";
import { monthsValues, parseMonths, type MonthsView } from "./months-view.ts";
import { SETTINGS, type SettingsView } from "./settings-view.ts";
import { parseSources, sourcesValues, type SourcesView } from "./sources-view.ts";

/** What is on screen, and nothing that the feed knows. Kept whole in the URL hash, so back, reload and links work. */
export type View =
  LiveView | SessionsView | SessionView | MonthsView | InvalidationsView | SourcesView | SettingsView;

export type LiveView = {
  readonly page: "live";
  /** `undefined`: follow the most recently active session. */
  readonly pinned: string | undefined;
};

export type SessionsView = {
  readonly page: "sessions";
  readonly text: string;
  readonly project: string | undefined;
  readonly model: string | undefined;
  readonly sort: SessionColumn;
  readonly descending: boolean;
};

export type SessionView = {
  readonly page: "session";
  readonly session: string;
  /** The subagent whose calls are shown; `undefined` is the main lane. */
  readonly agent: string | undefined;
  /** Key of the selected call. */
  readonly call: string | undefined;
  readonly range: CallRange | undefined;
};

/** Calls of a lane by place: `from` included, `to` excluded. */
export type CallRange = { readonly from: number; readonly to: number };

export const SESSION_COLUMNS = [
  "when",
  "project",
  "model",
  "calls",
  "context",
  "hit-rate",
  "tokens",
  "cost",
  "lost",
  "breaks",
] as const;
export type SessionColumn = (typeof SESSION_COLUMNS)[number];

export const LIVE: LiveView = { page: "live", pinned: undefined };
export const ALL_SESSIONS: SessionsView = {
  page: "sessions",
  text: "",
  project: undefined,
  model: undefined,
  sort: "when",
  descending: true,
};

export function sessionView(session: string, agent?: string, call?: string): SessionView {
  return { page: "session", session, agent, call, range: undefined };
}

/** The hash of a view, with the `#`. */
export function viewHash(view: View): string {
  switch (view.page) {
    case "live":
      return hash("live", { pin: view.pinned });
    case "sessions":
      return hash("sessions", {
        q: view.text === "" ? undefined : view.text,
        project: view.project,
        model: view.model,
        sort: view.sort === ALL_SESSIONS.sort ? undefined : view.sort,
        order: view.descending ? undefined : "up",
      });
    case "session":
      return hash(`session/${encodeURIComponent(view.session)}`, {
        agent: view.agent,
        call: view.call,
        calls: view.range === undefined ? undefined : `${view.range.from}-${view.range.to}`,
      });
    case "months":
      return hash("months", monthsValues(view));
    case "sources":
      return hash("sources", sourcesValues(view));
    case "settings":
      return hash("settings", {});
    case "invalidations":
      return hash("invalidations", invalidationsValues(view));
    default:
      return assertNever(view);
  }
}

/** The view of a hash. Anything unknown, such as the first URL of the loopback host, is the Live page. */
export function parseView(text: string): View {
  const [path = "", query = ""] = text.replace(/^#\/?/, "").split("?", 2);
  const values = new URLSearchParams(query);
  const value = (name: string) => values.get(name) ?? undefined;
  if (path === "sessions") {
    const sort = SESSION_COLUMNS.find((column) => column === value("sort"));
    return {
      page: "sessions",
      text: value("q") ?? "",
      project: value("project"),
      model: value("model"),
      sort: sort ?? ALL_SESSIONS.sort,
      descending: value("order") !== "up",
    };
  }
  if (path === "months") return parseMonths(value);
  if (path === "settings") return SETTINGS;
  if (path === "sources") return parseSources(value);
  if (path === "invalidations") return parseInvalidations(value);
  if (path.startsWith("session/")) {
    const session = decoded(path.slice("session/".length));
    if (session !== undefined && session !== "") {
      const range = parseRange(value("calls"));
      return { page: "session", session, agent: value("agent"), call: value("call"), range };
    }
  }
  return { page: "live", pinned: path === "live" ? value("pin") : undefined };
}

function hash(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? `#/${path}` : `#/${path}?${query.toString()}`;
}

function parseRange(text: string | undefined): CallRange | undefined {
  const match = /^(\d{1,9})-(\d{1,9})$/.exec(text ?? "");
  if (match === null) return undefined;
  const range = { from: Number(match[1]), to: Number(match[2]) };
  return range.from < range.to ? range : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
