import type { SessionSummary } from "../../shared/feed.ts";
import type { SourcesView } from "../sources-view.ts";

export function SourcesPage({ view }: { readonly view: SourcesView; readonly sessions: readonly SessionSummary[] }) {
  return <main>{view.page}</main>;
}
