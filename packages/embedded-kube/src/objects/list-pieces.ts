/** Characters of a list that are in memory at once: one of thousands of objects is tens of megabytes. */
const PIECE = 65_536;

/** A list as text. */
export interface ListParts {
  readonly head: string;
  /** Read while the text is. */
  readonly items: Iterable<string>;
  readonly separator: string;
  readonly tail: string;
}

/** The list's text in pieces, each made when it is asked for. */
export function* listPieces({ head, items, separator, tail }: ListParts): Generator<string> {
  let piece = head;
  let isFirst = true;
  for (const item of items) {
    piece += isFirst ? item : separator + item;
    isFirst = false;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  yield piece + tail;
}
