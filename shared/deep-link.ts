/** What a notification or the tray opens: a part of the page's address that the page itself understands. */
export type DeepLink =
  | { readonly page: "live"; readonly session: string | undefined }
  | {
      readonly page: "session";
      readonly session: string;
      readonly agent: string | undefined;
      readonly call: string | undefined;
    }
  | { readonly page: "invalidations" | "settings" };

/** The hash of the page's address, with the `#`. Everything in it is escaped: ids come from logs. */
export function linkHash(link: DeepLink): string {
  switch (link.page) {
    case "live":
      return `#/live${queryOf([["pin", link.session]])}`;
    case "session": {
      const query = queryOf([
        ["agent", link.agent],
        ["call", link.call],
      ]);
      return `#/session/${encodeURIComponent(link.session)}${query}`;
    }
    case "invalidations":
    case "settings":
      return `#/${link.page}`;
  }
}

function queryOf(values: readonly (readonly [name: string, value: string | undefined])[]): string {
  const said = values.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return said.length === 0 ? "" : `?${said.join("&")}`;
}
