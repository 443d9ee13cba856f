/** What a key does, and where: the list that `?` shows. */
export type KeyHelp = { readonly keys: readonly string[]; readonly does: string };

const MAC = navigator.platform.startsWith("Mac");

/** The key that stands for commands on this computer, as it is written there. */
export const COMMAND_KEY = MAC ? "⌘K" : "Ctrl K";

/** Whether a key was pressed with this computer's command key and no other. */
export function withCommandKey(event: KeyboardEvent): boolean {
  return (
    (MAC ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) &&
    !event.altKey &&
    !event.shiftKey
  );
}

export const KEY_LIST: readonly { readonly where: string; readonly keys: readonly KeyHelp[] }[] = [
  {
    where: "Everywhere",
    keys: [
      { keys: [COMMAND_KEY], does: "Commands: pages, sessions, projects, actions" },
      { keys: ["?"], does: "This list" },
      { keys: ["Esc"], does: "Closes what is open, goes back to the list" },
      { keys: ["Tab", "Shift Tab"], does: "To the next and the previous control" },
    ],
  },
  {
    where: "Lists and tables",
    keys: [
      { keys: ["j", "k"], does: "Next and previous row" },
      { keys: ["Enter"], does: "Opens the row" },
      { keys: ["/"], does: "To the filter" },
    ],
  },
  {
    where: "One session",
    keys: [
      { keys: ["j", "k"], does: "Next and previous call, in every chart" },
      {
        keys: ["←", "→", "Home", "End"],
        does: "On the timeline: from event to event. On the strip: moves an end of the window",
      },
      { keys: ["Esc"], does: "Closes the event, then goes back to the sessions" },
    ],
  },
  {
    where: "Months",
    keys: [
      { keys: ["←", "→"], does: "Month before and after, or as many days" },
      { keys: ["←", "→", "↑", "↓"], does: "In the calendar: from day to day; Enter opens it" },
    ],
  },
];
