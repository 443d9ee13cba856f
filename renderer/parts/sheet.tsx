import { useLayoutEffect, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import "./sheet.css";

type Props = {
  readonly name: string;
  readonly className: string;
  /** Called when it is closed; whoever shows it then shows it no more. */
  readonly onClosed: () => void;
  readonly children: ReactNode;
};

/** A dialog over the page. Esc and a click beside it close it, and the focus goes back to where it was. */
export function Sheet({ name, className, onClosed, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it is taken out of the page: only a dialog that is closed gives the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={`sheet ${className}`}
      aria-label={name}
      tabIndex={-1}
      onClose={(event) => {
        if (!event.currentTarget.open) onClosed();
      }}
      onClick={(event) => {
        // Its own box is all of it that is not a child of it: the backdrop.
        if (event.target === event.currentTarget) onClosed();
      }}
    >
      <div className="sheet-body">{children}</div>
    </dialog>,
    document.body,
  );
}
