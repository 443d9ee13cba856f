import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { openBridge } from "./bridge.ts";
import { FeedContext } from "./feed-context.tsx";
import { startFeed } from "./feed-store.ts";
import { startNavigation } from "./navigation.ts";
import { PAGE_PACE } from "./page-pace.ts";
import { followSettings } from "./settings.ts";
import { restoreTheme } from "./theme.ts";
import "./tokens.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");

restoreTheme();
// The bridge takes its token out of the hash, which must be gone before the hash is read as a view.
const feed = startFeed(openBridge(), PAGE_PACE);
followSettings(feed, feed.ask);
startNavigation();

createRoot(root).render(
  <StrictMode>
    <FeedContext value={feed}>
      <App />
    </FeedContext>
  </StrictMode>,
);
