/** What is new in a terminal that was read again: its last lines, of which the first have scrolled away meanwhile. Pure. */

/** @returns the lines of `after` behind the longest part that `before` ends with; all where nothing is the same. */
export function newLines(before: readonly string[], after: readonly string[]): readonly string[] {
  for (let same = Math.min(before.length, after.length); same > 0; same -= 1) {
    const tail = before.slice(before.length - same);
    if (tail.every((line, at) => line === after[at])) return after.slice(same);
  }
  return after;
}

const ESCAPES = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*(?:\u0007|\u001b\\)|\r/g;

/** Without colours and moves of the cursor, and without the empty rest of the screen. */
export function terminalLines(text: string): readonly string[] {
  return text.replaceAll(ESCAPES, "").trimEnd().split("\n");
}
