/** Texts cut to a length: between characters as people see them, never inside of one. */

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const ELLIPSIS = "…";

/** The length as Kubernetes' `maxLength` counts it: in code points, where JavaScript's counts UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** The text itself, or its beginning and an ellipsis, `most` code points in all. */
export function cutTo(text: string, most: number): string {
  // A text has never more code points than UTF-16 units.
  if (text.length <= most || lengthOf(text) <= most) return text;
  return beginning(text, most - lengthOf(ELLIPSIS), lengthOf) + ELLIPSIS;
}

/** The same for a limit that counts bytes of UTF-8, as those of Events do. */
export function cutToBytes(text: string, most: number): string {
  if (bytesOf(text) <= most) return text;
  return beginning(text, most - bytesOf(ELLIPSIS), bytesOf) + ELLIPSIS;
}

/** The text itself, or an ellipsis and its end: of a path the end tells more. */
export function cutStart(text: string, most: number): string {
  if (text.length <= most || lengthOf(text) <= most) return text;
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment).reverse();
  return (
    ELLIPSIS +
    fitting(parts, most - lengthOf(ELLIPSIS), lengthOf)
      .reverse()
      .join("")
  );
}

function beginning(text: string, room: number, measure: (part: string) => number): string {
  const whole = fitting(segmentsOf(text), room, measure);
  // One character may be longer than the room: any number of accents makes one with its letter.
  return (whole.length > 0 ? whole : fitting(text, room, measure)).join("");
}

function* segmentsOf(text: string): Generator<string> {
  for (const { segment } of graphemes.segment(text)) yield segment;
}

function fitting(parts: Iterable<string>, room: number, measure: (part: string) => number): string[] {
  const kept: string[] = [];
  let left = room;
  for (const part of parts) {
    left -= measure(part);
    if (left < 0) break;
    kept.push(part);
  }
  return kept;
}

/** Counted here and not by `Buffer`: the inspector's page has this file, too. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}
