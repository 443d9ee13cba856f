/**
 * What a spreadsheet may take for a formula: signs in both widths, also behind blanks, which some programs drop, and a
 * leading tab or line break. Apostrophes in front are looked past, so that taking one guard away always gives the text
 * back.
 */
const FORMULA = /^'*(?:[\t\r\n]|[\s\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]*[=+\-@＝＋－＠])/;

/** The text with an apostrophe before it where a spreadsheet might run it. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
