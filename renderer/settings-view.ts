/** What the user can set; nothing of the page is in the address. */
export type SettingsView = { readonly page: "settings" };

export const SETTINGS: SettingsView = { page: "settings" };
