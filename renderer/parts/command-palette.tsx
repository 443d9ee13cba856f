import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { counted } from "../../shared/format.ts";
import { useCommands } from "../commands.ts";
import { matching, type Command } from "../selectors/command-match.ts";
import { Sheet } from "./sheet.tsx";
import "./command-palette.css";

const KIND_NAMES: Readonly<Record<Command["kind"], string>> = {
  page: "page",
  action: "action",
  session: "session",
  project: "project",
};

/** Everything by its name: a field and a list, as screen readers know them. */
export function CommandPalette({ onClosed }: { readonly onClosed: () => void }) {
  return (
    <Sheet name="Commands" className="command-palette" onClosed={onClosed}>
      <Palette close={onClosed} />
    </Sheet>
  );
}

function Palette({ close }: { readonly close: () => void }) {
  const commands = useCommands();
  const [text, setText] = useState("");
  // Not deferred: who types fast and presses Enter means what was typed.
  const found = useMemo(() => matching(commands, text), [commands, text]);
  const [wanted, setWanted] = useState<string>();
  const at = Math.max(
    0,
    found.findIndex(({ key }) => key === wanted),
  );
  const id = useId();
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    // Enter and the arrows also choose a word of an input method.
    if (event.nativeEvent.isComposing) return;
    const last = found.length - 1;
    switch (event.key) {
      case "ArrowDown":
        setWanted(found[at === last ? 0 : at + 1]?.key);
        break;
      case "ArrowUp":
        setWanted(found[at === 0 ? last : at - 1]?.key);
        break;
      case "Home":
      case "End":
        if (text !== "") return;
        setWanted(found[event.key === "Home" ? 0 : last]?.key);
        break;
      case "Enter":
        run(found[at]);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label="Command, page, session or project"
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${at}`}
        placeholder="Go to a page or session, or do something"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setWanted(undefined);
        }}
        onKeyDown={press}
      />
      <ul id={id} role="listbox" aria-label="Found">
        {found.map((command, place) => (
          <Choice
            key={command.key}
            id={`${id}-${place}`}
            command={command}
            chosen={place === at}
            onReach={setWanted}
            onRun={run}
          />
        ))}
      </ul>
      <p className={found.length === 0 ? "command-none" : "visually-hidden"} role="status">
        {found.length === 0 ? "Nothing is called that." : counted(found.length, "command")}
      </p>
    </>
  );
}

type ChoiceProps = {
  readonly id: string;
  readonly command: Command;
  readonly chosen: boolean;
  readonly onReach: (key: string) => void;
  readonly onRun: (command: Command) => void;
};

function Choice({ id, command, chosen, onReach, onRun }: ChoiceProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={chosen}
      onMouseMove={() => onReach(command.key)}
      onClick={() => onRun(command)}
    >
      <span className="command-name name">{command.name}</span>
      <span className="command-detail name">{command.detail}</span>
      <span className="command-kind">{KIND_NAMES[command.kind]}</span>
    </li>
  );
}
