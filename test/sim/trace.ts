/** The trace: each thing that happened, in order, as one hash and as the last lines of it. */
export interface Trace {
  readonly note: (line: string) => void;
  /** The same for the same schedule, and for no other. */
  readonly hash: () => string;
  readonly lines: readonly string[];
}

/** The newest lines stay, whether or not all are kept: who looks at a schedule that hangs wants to know what led there. */
const NEWEST = 60;
let newest: string[] = [];

/** Of the trace that this thread began last, oldest first. */
export function newestLines(): readonly string[] {
  return newest.slice(-NEWEST);
}

/** Two 32-bit hashes: one alone meets another's by chance within some ten thousand schedules. */
export function createTrace(isKept: boolean): Trace {
  const lines: string[] = [];
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  const last: string[] = [];
  newest = last;
  return {
    lines,
    note(line) {
      for (let index = 0; index < line.length; index += 1) {
        const code = line.charCodeAt(index);
        one = Math.imul(one ^ code, 0x01000193);
        other = Math.imul(other + code, 0x5bd1e995) ^ (other >>> 15);
      }
      last.push(line);
      if (last.length > 2 * NEWEST) last.splice(0, NEWEST);
      if (isKept) lines.push(line);
    },
    hash: () => [one, other].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join(""),
  };
}
