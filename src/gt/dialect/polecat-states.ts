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

/** A word that is not known may say that it is at work. @returns what gt calls it, or null where the word is known. */
export function unknownState({
  rig,
  name,
  state,
}: Readonly<Record<"rig" | "name" | "state", string>>): string | null {
  if (isKnownState(state)) return null;
  return `gt lists ${rig}/${name} as ${state}, a state that this operator does not know`;
}
