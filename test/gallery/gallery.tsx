import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { PartPatterns } from "../../renderer/charts/part-patterns.tsx";
import { Patterns } from "../../renderer/charts/patterns.tsx";
import { sampleFeed } from "../renderer/sample-feed.ts";
import { CHARTS } from "./charts.tsx";
import { Still } from "./sample-store.tsx";
import { STATES } from "./states.tsx";
import { TABLES } from "./tables.tsx";
import "../../renderer/tokens.css";
import "../../renderer/app.css";
import "../../renderer/pages/live.css";
import "../../renderer/pages/session.css";
import "../../renderer/pages/months.css";
import "./gallery.css";

/** One picture: a part of the product in one of its states, with data that never change. */
export type Exhibit = { readonly name: string; readonly show: ReactNode };

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
const { overview } = sampleFeed();

createRoot(root).render(
  <Still overview={overview}>
    <Patterns />
    <PartPatterns />
    <main className="gallery">
      <h1>Gallery</h1>
      {[...CHARTS, ...STATES, ...TABLES].map(({ name, show }) => (
        <section key={name} aria-label={name} data-exhibit={name}>
          <h2>{name}</h2>
          <div className="gallery-room">{show}</div>
        </section>
      ))}
    </main>
  </Still>,
);
