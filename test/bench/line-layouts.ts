import type { TrueUsage } from "./truth.ts";

/** How one family of Claude Code versions writes its lines: which fields, and in which order. */
export type Layout = {
  readonly version: string;
  /** `first`: who and where stand before the message (up to 2.1.7x); `last`: behind it (2.1.97 and later). */
  readonly envelope: "first" | "last";
  /** Subagents: in the session's own log, beside it, or in a folder of its own. */
  readonly subagents: "inline" | "beside" | "below";
  readonly models: readonly [string, ...string[]];
  readonly writesProgress: boolean;
  /** The final output count stands on the last line only, on all lines before it a placeholder. */
  readonly hasStopReason: boolean;
  readonly hasSplitCreation: boolean;
  readonly hasIterations: boolean;
  readonly hasDiagnostics: boolean;
  /** Uncached tokens of every call: a constant of the version. */
  readonly input: number;
  readonly hourOnMain: boolean;
};

const OLD = { envelope: "first", writesProgress: false, hasStopReason: false, hasIterations: false } as const;
const NEW = {
  envelope: "last",
  subagents: "below",
  writesProgress: false,
  hasStopReason: true,
  hasSplitCreation: true,
  hasIterations: true,
} as const;

/** Oldest first. Fields and their order as seen in logs of these versions (reference/log-format.md 3 to 6). */
export const LAYOUTS: readonly Layout[] = [
  {
    ...OLD,
    version: "1.0.72",
    subagents: "inline",
    models: ["claude-sonnet-4-20250514", "claude-opus-4-20250514"],
    hasSplitCreation: false,
    hasDiagnostics: false,
    input: 4,
    hourOnMain: false,
  },
  {
    ...OLD,
    version: "2.0.26",
    subagents: "beside",
    models: ["claude-sonnet-4-5-20250929", "claude-opus-4-1-20250805"],
    hasSplitCreation: true,
    hasDiagnostics: false,
    input: 8,
    hourOnMain: false,
  },
  {
    ...OLD,
    version: "2.1.39",
    subagents: "below",
    models: ["claude-opus-4-6", "claude-sonnet-4-5-20250929"],
    writesProgress: true,
    hasSplitCreation: true,
    hasDiagnostics: false,
    input: 3,
    hourOnMain: false,
  },
  {
    ...NEW,
    version: "2.1.112",
    models: ["claude-opus-4-7", "claude-sonnet-4-6"],
    hasDiagnostics: false,
    input: 6,
    hourOnMain: true,
  },
  {
    ...NEW,
    version: "2.1.282",
    models: ["claude-opus-5-5", "claude-sonnet-5-5", "claude-fable-5-1"],
    hasDiagnostics: true,
    input: 2,
    hourOnMain: true,
  },
];

/** Who writes: one session's main conversation, or an agent of it. */
export type Writer = {
  readonly layout: Layout;
  readonly session: string;
  readonly cwd: string;
  readonly branch: string;
  readonly agent: string | undefined;
  /** Set on records that a fork took over: the session they come from. */
  readonly copiedFrom: string | undefined;
};

export type Stamp = { readonly uuid: string; readonly parent: string | undefined; readonly time: string };

/** The begin of a record in a conversation, up to what the record holds itself. */
export function lineHead(
  writer: Writer,
  { parent }: Stamp,
  prompt: string | undefined,
  logical = "",
): string {
  const link = parent === undefined ? "null" : `"${parent}"`;
  const begin = `{"parentUuid":${link},${logical}"isSidechain":${writer.agent !== undefined}`;
  if (writer.layout.envelope === "first") return `${begin},${whoAndWhere(writer)}${agentField(writer)},`;
  return `${begin}${prompt === undefined ? "" : `,"promptId":"${prompt}"`}${agentField(writer)},`;
}

/** The end of a record, with its line end. `own` are fields between the time and who wrote it. */
export function lineTail(writer: Writer, { uuid, time }: Stamp, own = ""): string {
  const copied =
    writer.copiedFrom === undefined
      ? ""
      : `,"forkedFrom":{"sessionId":"${writer.copiedFrom}","messageUuid":"${uuid}"}`;
  const begin = `"uuid":"${uuid}","timestamp":"${time}"${own}`;
  if (writer.layout.envelope === "first") return `${begin}${copied}}\n`;
  return `${begin},${whoAndWhere(writer)}${copied}}\n`;
}

function whoAndWhere({ layout, cwd, session, branch }: Writer): string {
  const entry =
    layout.envelope === "last" ? '"userType":"external","entrypoint":"cli"' : '"userType":"external"';
  return `${entry},"cwd":"${cwd}","sessionId":"${session}","version":"${layout.version}","gitBranch":"${branch}"`;
}

function agentField({ agent, layout }: Writer): string {
  return agent === undefined || layout.subagents === "inline" ? "" : `,"agentId":"${agent}"`;
}

export function messageHead(layout: Layout, id: string, model: string): string {
  const order = layout.version.startsWith("1.")
    ? `"id":"${id}","type":"message","role":"assistant","model":"${model}"`
    : `"model":"${model}","id":"${id}","type":"message","role":"assistant"`;
  return `"message":{${order},"content":[`;
}

/** Closes the message behind its content; `miss` is the server's word on what the call could not read. */
export function messageTail(
  layout: Layout,
  usage: TrueUsage,
  stop: string | undefined,
  miss: { readonly type: string; readonly tokens: number } | undefined,
): string {
  const details = layout.envelope === "last" ? ',"stop_details":null' : "";
  const reason = stop === undefined ? "null" : `"${stop}"`;
  const end = `],"stop_reason":${reason},"stop_sequence":null${details},"usage":${usageText(layout, usage)}`;
  if (!layout.hasDiagnostics) return `${end}},`;
  const why =
    miss === undefined
      ? "null"
      : `{"cache_miss_reason":{"type":"${miss.type}","cache_missed_input_tokens":${miss.tokens}}}`;
  return `${end},"diagnostics":${why}},`;
}

function usageText(layout: Layout, usage: TrueUsage): string {
  const written = usage.creation5m + usage.creation1h + usage.creationUnknown;
  const flat = `"input_tokens":${usage.input},"cache_creation_input_tokens":${written},"cache_read_input_tokens":${usage.read}`;
  const output = `"output_tokens":${usage.output}`;
  if (!layout.hasSplitCreation) return `{${flat},${output},"service_tier":"standard"}`;
  const short = `"ephemeral_5m_input_tokens":${usage.creation5m}`;
  const long = `"ephemeral_1h_input_tokens":${usage.creation1h}`;
  if (!layout.hasIterations)
    return `{${flat},"cache_creation":{${short},${long}},${output},"service_tier":"standard","inference_geo":"not_available"}`;
  const again = `{"input_tokens":${usage.input},${output},"cache_read_input_tokens":${usage.read},"cache_creation_input_tokens":${written},"cache_creation":{${short},${long}},"type":"message"}`;
  const tools = '"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0}';
  return `{${flat},${output},${tools},"service_tier":"standard","cache_creation":{${long},${short}},"inference_geo":"not_available","iterations":[${again}],"speed":"standard"}`;
}
