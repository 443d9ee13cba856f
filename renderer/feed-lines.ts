import { parseFeedLine, type FeedLine } from "../shared/feed-line.ts";

/** The feed's lines as they arrive; `onBytes` hears of every piece, so that a long line on a slow way is not silence. Ends with the body; a last line without its newline was cut off and is not given. */
export async function* readFeedLines(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onBytes: () => void,
): AsyncGenerator<FeedLine> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  // A reset can come in a hundred pieces: they are joined once, at its newline.
  let pieces: string[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    const lines = value.split("\n");
    for (const [index, text] of lines.entries()) {
      pieces.push(text);
      if (index === lines.length - 1) break;
      const line = parseFeedLine(pieces.join(""));
      pieces = [];
      if (line !== undefined) yield line;
    }
  }
}
