import { endTour, nextTourNote, TOUR, useTourNote } from "../tour-notes.ts";
import "./plain-button.css";
import "./tour-note.css";

/** One short note above the page; in the flow, so that it covers nothing. */
export function TourNote() {
  const place = useTourNote();
  const note = place === undefined ? undefined : TOUR[place];
  if (place === undefined || note === undefined) return undefined;
  const last = place === TOUR.length - 1;
  return (
    <aside className="tour-note" aria-label="Tour">
      <p aria-live="polite">
        <span className="tour-note-place">
          {place + 1} of {TOUR.length}
        </span>
        <b>{note.title}.</b> {note.text}
      </p>
      <div className="tour-note-buttons">
        <button type="button" className="plain-button" onClick={nextTourNote}>
          {last ? "Done" : "Next"}
        </button>
        {!last && (
          <button type="button" className="tour-note-end" onClick={endTour}>
            Do not show again
          </button>
        )}
      </div>
    </aside>
  );
}
