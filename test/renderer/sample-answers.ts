import { assertNever } from "../../shared/assert.ts";
import type { Answer, Question } from "../../shared/question.ts";
import { sampleExportJob, sampleExportPreview } from "./sample-exports.ts";
import { sampleFeed } from "./sample-feed.ts";
import { sampleCalendar, sampleDay, sampleMonths } from "./sample-history.ts";
import { sampleInvalidations } from "./sample-invalidations.ts";
import { sampleSettings } from "./sample-settings.ts";
import { sampleSources, sampleVerify } from "./sample-sources.ts";

/** What the sample's engine says to each question. */
export function sampleAnswer(question: Question): Answer {
  switch (question.kind) {
    case "invalidations":
      return sampleInvalidations(sampleFeed().details, question);
    case "months":
      return { kind: "months", ...sampleMonths(question) };
    case "calendar":
      return { kind: "calendar", days: sampleCalendar(question) };
    case "day":
      return { kind: "day", sessions: sampleDay(question) };
    case "sources":
      return { kind: "sources", ...sampleSources() };
    case "verify":
      return { kind: "verify", ...sampleVerify(true) };
    case "export-preview":
      return { kind: "export-preview", ...sampleExportPreview(question) };
    case "export-job":
      return { kind: "export-job", ...sampleExportJob(question.action) };
    case "demo":
      return { kind: "demo", playing: question.play };
    case "settings":
      return { kind: "settings", ...sampleSettings() };
    case "save-settings":
      return { kind: "save-settings", ...sampleSettings(question.changes) };
    default:
      return assertNever(question);
  }
}
