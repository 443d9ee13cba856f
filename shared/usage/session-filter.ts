import type { SessionSummary } from "../feed.ts";
import { modelName } from "../model-name.ts";

/** Which sessions a page lists. A session passes whole, with the calls of its other models too. */
export type SessionFilter = {
  readonly project: string | undefined;
  /** A model that the session called. */
  readonly model: string | undefined;
  /** Words that all occur in its project, folder, models, id or version. */
  readonly text: string;
};

/** The page and its export ask the same function, so that they have the same rows. */
export function sessionFilter({ project, model, text }: SessionFilter): (session: SessionSummary) => boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return (session) =>
    (project === undefined || session.project === project) &&
    (model === undefined || session.models.includes(model)) &&
    words.every((word) => searchText(session).includes(word));
}

function searchText(session: SessionSummary): string {
  const models = session.models.map(modelName).join(" ");
  return `${session.project} ${session.cwd ?? ""} ${models} ${session.id} ${session.version ?? ""}`.toLowerCase();
}
