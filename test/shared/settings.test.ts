import { expect, test } from "vitest";
import {
  checkSettings,
  DEFAULT_SETTINGS,
  readSettings,
  SETTINGS_FIELDS,
  type SettingsField,
} from "../../shared/settings.ts";

test("the defaults pass their own checks", () => {
  expect(readSettings(DEFAULT_SETTINGS)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
});

test("an empty file is the defaults, and nothing is wrong with it", () => {
  expect(readSettings({})).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
});

test.each<[SettingsField, readonly unknown[]]>([
  [
    "extraRoots",
    [
      "/logs",
      ["logs"],
      ["~/logs"],
      ["/a", "/a"],
      [""],
      ["/a\0b"],
      [7],
      Array(33).fill("/x"),
      [`/${"x".repeat(1000)}`],
    ],
  ],
  ["timeZone", ["Mars/Olympus", "", 2, "x".repeat(65), "Europe/Lisbon\n"]],
  ["clock", [12, 24, "h23", ""]],
  ["theme", ["system", "blue", true]],
  ["countdown", ["yes", 1, 0, "true"]],
  ["apiEquivalent", ["no"]],
  ["notifyInvalidations", [1]],
  ["notifyAboveUsd", [-0.01, 10_001, Number.NaN, Number.POSITIVE_INFINITY, "0.5"]],
  ["notifyAboveTokens", [0, 1_999, 2_000.5, 100_000_001, "2000"]],
  ["notifyRunaway", [0]],
  ["notifyExpiry", ["on"]],
  ["expiryTokens", [1_999, 1e12]],
  ["expiryMinutes", [0, 56, 1.5]],
  ["quietHours", ["off"]],
  ["quietFrom", ["24:00", "9:00", "22:60", "22", 22, ""]],
  ["quietTo", ["25:10", "08.00"]],
  ["hideProjects", [1]],
  ["keepBackups", [0, 31, 2.5]],
  ["backupFolder", ["backups", "./x", "/a\0", 1]],
  ["startAtLogin", ["true"]],
  ["keepInTray", [1]],
  ["compactOnTop", [""]],
])("%s: each bad value is the default instead, with a sentence for its field", (field, values) => {
  for (const bad of [...values, null, { a: 1 }]) {
    const { settings, problems } = readSettings({ [field]: bad });
    expect([bad, settings[field]]).toEqual([bad, DEFAULT_SETTINGS[field]]);
    expect(problems).toEqual([{ field, reason: expect.stringMatching(/^[A-Z].*\.$/) }]);
  }
});

test("each field was given bad values above", () => {
  // A new field without a row there would be a field without a check.
  expect(SETTINGS_FIELDS).toHaveLength(22);
});

test("good values at their ends are taken", () => {
  const good = {
    extraRoots: ["/logs", "C:\\logs", "\\\\server\\logs"],
    timeZone: "Europe/Lisbon",
    notifyAboveUsd: 0,
    notifyAboveTokens: 2_000,
    expiryMinutes: 55,
    quietFrom: "00:00",
    quietTo: "23:59",
    keepBackups: 30,
    backupFolder: "/mnt/usb",
  };
  expect(checkSettings(good)).toEqual({ changes: good, problems: [] });
});

test("a field of a newer version is no problem, and no setting of this one", () => {
  expect(checkSettings({ future: 1, countdown: true })).toEqual({
    changes: { countdown: true },
    problems: [],
  });
});

test("a name of the language's own is no field", () => {
  const raw = JSON.parse('{"__proto__": {"countdown": true}, "constructor": 1}') as Record<string, unknown>;
  expect(readSettings(raw).settings).toEqual(DEFAULT_SETTINGS);
});
