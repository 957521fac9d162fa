/**
 * Secret values: how far the value behind a credential's name goes, in a text or in JSON inside of one, where quotes may be
 * escaped any number of times. Alternatives that repeat begin differently, so that no text makes them slow.
 */
import { literal } from "./secret-shapes.ts";

/** What stands where a credential was. */
export const MARK = "[redacted]";

/** Colours of a terminal, as they are and as JSON and programs print them. */
export const COLOURS = String.raw`(?:(?:\x1b|\\{1,8}(?:u001b|x1b|033|e))\[[\d;]{0,16}m){0,4}`;

export const NOT_MARKED = `(?!(?:(?:bearer|basic|token)\\s{1,4})?${COLOURS}${literal(MARK)})`;

/** What opens a value. */
export const BEFORE = String.raw`${COLOURS}\\{0,8}["'\x60]?${COLOURS}\s{0,4}(?:=>|:=|[=:])\s{0,4}${COLOURS}`;

/** To the quote that ends it: one that is escaped once more than the first belongs to it, as does `'\''` of a shell. */
export const QUOTED = [
  String.raw`"(?:[^"\\]+|\\[^])+`,
  String.raw`\\"(?:[^"\\]+|\\{3}"|\\{4}|(?!\\")\\)+`,
  String.raw`\\{3}"(?:[^"\\]+|\\{7}"|\\{8}|(?!\\{3}")\\)+`,
  String.raw`\\{2,8}"[^"\\]+`,
  String.raw`'(?:[^'\\]+|\\[^]|'\\{1,8}'')+`,
  String.raw`\\{1,8}'[^'\\]+`,
  String.raw`\x60[^\x60]+`,
].join("|");

/** Without quotes to a space, or to the quote, the tag or the new line of JSON that ends what it stands in. */
export const WORD =
  String.raw`(?:(?<==)[({](?=[^\s(){}"'\x60])|${COLOURS}[^\s"'\x60,;&<>(){}\[\]\\])` +
  String.raw`(?:[^\s"'\x60<\\]|<(?!\/)|\\{0,8}["'\x60](?=\w)|\\{1,8}(?!["'\x60nr\\]))*`;

/** The same for words of a password, to the end of their clause. */
export const CLAUSE = String.raw`[^\s"'\x60,;<>{}\\/\[](?:[^"'\x60,;<>{}\\\n\r]|[,;](?=\S)|[{}<>](?=\w)|\\{0,8}["'\x60](?=\w)|\\{1,8}(?!["'\x60nr\\]))*`;
