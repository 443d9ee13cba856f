/** What a drawn icon is mostly made of. */
export function colourOf(pixels: Buffer): string {
  const seen = new Map<string, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) continue;
    const colour = [2, 1, 0].map((n) => pixels[at + n]?.toString(16).padStart(2, "0")).join("");
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  return [...seen].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}
