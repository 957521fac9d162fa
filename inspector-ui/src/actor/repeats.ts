/** Repeats: what happens again and again in the same way is reported once, with how often. Pure. */
import type { Line } from "./lines.ts";

export interface Block {
  readonly key: string;
  /** Of the newest time. */
  readonly lines: readonly Line[];
  /** How often it happened in a row; 1 for what did not repeat. */
  readonly count: number;
  /** Lines of the times before, oldest first. */
  readonly earlier: readonly Line[];
}

/** A round of more lines than this is not looked for. */
const LONGEST = 16;

/** Rounds of the same lines in a row, whatever their times and numbers, as one block each. */
export function collapsed(lines: readonly Line[]): readonly Block[] {
  const words = lines.map(wordsOf);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const { length, count } = bestRound(words, at);
    const end = at + length * count;
    const newest = lines.slice(end - length, end);
    // By its first line, so that a block which goes on stays the same one.
    blocks.push({
      key: lines[at]?.key ?? "",
      lines: newest,
      count,
      earlier: lines.slice(at, end - length),
    });
    at = end;
  }
  return blocks;
}

/** The round from there on that saves the most lines. */
function bestRound(
  words: readonly string[],
  at: number,
): { readonly length: number; readonly count: number } {
  let best = { length: 1, count: 1 };
  for (let length = 1; length <= LONGEST && at + 2 * length <= words.length; length += 1) {
    let count = 1;
    while (isSame(words, at, at + count * length, length)) count += 1;
    if (length * (count - 1) > best.length * (best.count - 1)) best = { length, count };
  }
  return best;
}

function isSame(words: readonly string[], one: number, other: number, length: number): boolean {
  if (other + length > words.length) return false;
  for (let at = 0; at < length; at += 1) if (words[one + at] !== words[other + at]) return false;
  return true;
}

const TOOK = / · (?:for )?[\d.]+ (?:ms|s|min|h)(?= ·|$)/g;
const UNTIL = / in [\d.]+ (?:ms|s|min|h)$/;
const CAUSED = /^(spec changed|town observed) · .*$/;

/** Without what is another at each time: how long it took, which read it was, until when it waits. */
function wordsOf({ from, to, text }: Line): string {
  return `${from} ${to} ${text.replace(CAUSED, "$1").replaceAll(TOOK, "").replace(UNTIL, "")}`;
}
