import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** What lies over the page. */
export type DeskSheet = "commands" | "keys";

/** Something asked for from elsewhere; the part of the page that can do it does it as soon as it is there. */
export type Wish = "export" | "verify";

type Desk = { readonly sheet: DeskSheet | undefined; readonly wish: Wish | undefined };

const store = createStore<Desk>(() => ({ sheet: undefined, wish: undefined }));

export function useSheet(): DeskSheet | undefined {
  return useStore(store, ({ sheet }) => sheet);
}

export function openSheet(sheet: DeskSheet): void {
  store.setState({ sheet });
}

export function closeSheet(): void {
  store.setState({ sheet: undefined });
}

export function wishFor(wish: Wish): void {
  store.setState({ wish });
}

/** Runs when the wish is made, or had been made before the part was there; once. */
export function useWish(wish: Wish, run: () => void): void {
  const wished = useStore(store, (desk) => desk.wish === wish);
  useEffect(() => {
    if (!wished || store.getState().wish !== wish) return;
    store.setState({ wish: undefined });
    run();
  }, [wished, wish, run]);
}
