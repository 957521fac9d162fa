/** The words for a polecat's state. A later gt may have others, and nobody knows what those forbid. */

/** gt 1.0 has all but `review-needed`: its bead was closed by somebody else, and its agent has not said `gt done`. */
const KNOWN: ReadonlySet<string> = new Set([
  "working",
  "idle",
  "done",
  "stuck",
  "stalled",
  "zombie",
  "review-needed",
]);

export function isKnownState(state: string): boolean {
  return KNOWN.has(state);
}
