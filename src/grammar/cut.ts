/** Texts cut to a length: between characters as people see them, never inside of one. */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const ELLIPSIS = "…";
const ELLIPSIS_BYTES = 3;

/** The length as Kubernetes' `maxLength` counts it: in code points, where JavaScript's counts UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** The text itself, or its beginning and an ellipsis, `most` code points in all. */
export function cutTo(text: string, most: number): string {
  // A text has never more code points than UTF-16 units.
  if (text.length <= most || endOf(text, most, one) === text.length) return text;
  return text.slice(0, boundaryBefore(text, endOf(text, most - 1, one))) + ELLIPSIS;
}

/** The same for a limit that counts bytes of UTF-8, as those of Events do. */
export function cutToBytes(text: string, most: number): string {
  if (endOf(text, most, bytes) === text.length) return text;
  return text.slice(0, boundaryBefore(text, endOf(text, most - ELLIPSIS_BYTES, bytes))) + ELLIPSIS;
}

/** The text itself, or an ellipsis and its end: of a path the end tells more. */
export function cutStart(text: string, most: number): string {
  const surplus = lengthOf(text) - most;
  if (surplus <= 0) return text;
  const at = endOf(text, surplus + 1, one);
  const segment = graphemes.segment(text).containing(at);
  const isInside = segment !== undefined && segment.index < at;
  return ELLIPSIS + text.slice(isInside ? segment.index + segment.segment.length : at);
}

/** The UTF-16 index up to which the text measures no more than this. */
function endOf(text: string, most: number, measure: (point: number) => number): number {
  let index = 0;
  let left = most;
  for (const character of text) {
    left -= measure(character.codePointAt(0) ?? 0);
    if (left < 0) break;
    index += character.length;
  }
  return index;
}

/** Of one character that fills the whole room a part is kept: any number of accents makes one with its letter. */
function boundaryBefore(text: string, index: number): number {
  const start = graphemes.segment(text).containing(index)?.index ?? index;
  return start === 0 ? index : start;
}

function one(): number {
  return 1;
}

/** Counted here and not by `Buffer`: the inspector's page has this file, too. */
function bytes(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x8_00) return 2;
  return point < 0x1_00_00 ? 3 : 4;
}
