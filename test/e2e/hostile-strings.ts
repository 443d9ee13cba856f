import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asLog, drawnMoment, type DrawnRecord, drawRecords } from "../transcript.ts";

const ESC = "\u001b";
const BELL = "\u0007";

/** What a log could hold to be run, to break out of a text, or to turn the text around it. Our own list. */
const PAYLOADS: readonly string[] = [
  "<img src=x onerror=window.pwn=1>",
  "<svg/onload=window.pwn=1>",
  "<script>window.pwn=1</script>",
  "</script><script>window.pwn=1</script>",
  "<iframe srcdoc='<script>parent.pwn=1</script>'>",
  "<a href=javascript:window.pwn=1>x</a>",
  "<math><mi xlink:href=javascript:window.pwn=1>x",
  "<style>@import 'javascript:window.pwn=1'</style>",
  "<body onpageshow=window.pwn=1>",
  "<details open ontoggle=window.pwn=1>",
  "<input autofocus onfocus=window.pwn=1>",
  "<form action=//evil.test><button>x",
  "<base href=//evil.test/>",
  "<meta http-equiv=refresh content=0;url=//evil.test>",
  "<link rel=stylesheet href=//evil.test/x.css>",
  "<object data=javascript:window.pwn=1>",
  '" onmouseover="window.pwn=1" x="',
  "' autofocus onfocus='window.pwn=1",
  "javascript:window.pwn=1",
  "data:text/html,<script>opener.pwn=1</script>",
  "vbscript:window.pwn=1",
  "//evil.test/x",
  "https://evil.test/?leak=",
  "file:///etc/passwd",
  "../../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "${window.pwn=1}{{window.pwn=1}}#{window.pwn=1}",
  "{{constructor.constructor('window.pwn=1')()}}",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "#/sessions?pin=<img src=x onerror=window.pwn=1>",
  "%3Cimg%20src%3Dx%20onerror%3Dwindow.pwn%3D1%3E",
  "&lt;img src=x onerror=window.pwn=1&gt;",
  "\\u003cimg src=x onerror=window.pwn=1\\u003e",
  "\u202egnp.exe\u202c",
  "\u2066isolated\u2069\u200f\u200e",
  "\u200b\u200d\ufeffzero width",
  "مشروع-الذاكرة",
  "פרויקט של מטמון",
  "キャッシュの検査",
  "z\u0335\u0321\u031b\u0323a\u0334l\u0338g\u0336o\u0337",
  "👩‍👩‍👧‍👦🏳️‍🌈",
  "\u2028line\u2029paragraph",
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-2+3",
  "@SUM(1+1)",
  "＝HYPERLINK(x)",
  "'; DROP TABLE call; --",
  '"); DELETE FROM call; --',
  "%s%n%x%d",
  "a".repeat(200),
  `${ESC}]0;pwn${BELL}`,
  `${ESC}[2J${ESC}[31mred`,
  `${ESC}]52;c;cHdu${BELL}`,
  `${ESC}]8;;https://evil.test${BELL}x`,
  "\u009b31mC1\u0085\u0000",
  "line\nbreak\r\ttab",
];

export type Hostile = { readonly session: string; readonly text: string };

/** A session each, whose every field that can be shown holds one of the texts; a number in front tells them apart. */
export const HOSTILE: readonly Hostile[] = PAYLOADS.map((payload, at) => ({
  session: `5e551011-0000-4000-8000-0000000a${String(at).padStart(4, "0")}`,
  text: `${payload} ~${at}~`,
}));

/** Texts that stay themselves as the name of a folder on this system. */
function folderName(text: string): string {
  return text
    .replaceAll(process.platform === "win32" ? /[/\\<>:"|?*\p{Cc}]/gu : /[/\0]/g, "∕")
    .slice(0, 80)
    .replace(/[\ud800-\udbff]$/, "");
}

/** Writes the logs below `root`, with the last call at `now`. */
export function writeHostileLogs(root: string, now: number): void {
  const end = now - 60_000;
  HOSTILE.forEach(({ session, text }, at) => {
    const path = join(root, "projects", folderName(text), `${session}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    // Losses are only told of models that Anthropic serves, so every second session keeps the name of one.
    const model = at % 2 === 0 ? text : "claude-opus-5";
    writeFileSync(path, asLog(hostileRecords({ session, text, model }, end - at * 600_000)));
  });
}

type HostileLog = Hostile & { readonly model: string };

function hostileRecords({ session, text, model }: HostileLog, end: number): readonly DrawnRecord[] {
  const row = (before: number, rest: string) => `${drawnMoment(end - before)}  ${rest}`;
  const table = [
    row(300_000, "prompt"),
    row(290_000, "msg_1  read 0  write1h 60k  out 300"),
    row(200_000, "command model"),
    row(190_000, "msg_2  read 60k  write1h 5k  out 300"),
    row(100_000, "msg_3  read 0  write1h 70k  out 300  reason tools_changed"),
  ].join("\n");
  return drawRecords(table, { session, prefix: session.slice(-6) }).map((record) =>
    withText(record, text, model),
  );
}

/** Every field that some page could show, and some that none should. */
function withText(record: DrawnRecord, text: string, model: string): DrawnRecord {
  const message = record["message"];
  return {
    ...record,
    cwd: `/home/dev/${text}`,
    version: text,
    gitBranch: text,
    slug: text,
    userType: text,
    entrypoint: text,
    effort: text,
    ...(typeof message === "object" && "usage" in (message ?? {})
      ? { message: hostileMessage(message, text, model) }
      : {}),
  };
}

function hostileMessage(message: object | null, text: string, model: string): object {
  const usage =
    message !== null && "usage" in message && typeof message.usage === "object" ? message.usage : {};
  return {
    ...message,
    model,
    content: [{ type: "tool_use", name: text, input: { text } }],
    stop_reason: text,
    usage: { ...usage, service_tier: text, inference_geo: text, speed: text },
  };
}
