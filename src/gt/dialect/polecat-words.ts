/**
 * The words of the list of polecats: a polecat's state, and since 1.2 gt's verdict about it. A later gt may have others,
 * and nobody knows what those forbid.
 */

/** gt 1.0 has all but `review-needed`: its bead was closed by somebody else, and its agent has not said `gt done`. */
const STATES: ReadonlySet<string> = new Set([
  "working",
  "idle",
  "done",
  "stuck",
  "stalled",
  "zombie",
  "review-needed",
]);

const VERDICTS: ReadonlySet<string> = new Set([
  "WORKING",
  "PENDING_MR",
  "NEEDS_MQ_SUBMIT",
  "NEEDS_RECOVERY",
  "SAFE_TO_NUKE",
]);

/** What the list says of one polecat. Null where that gt says nothing of the kind. */
export interface PolecatWords {
  readonly rig: string;
  readonly name: string;
  readonly state: string;
  readonly verdict: string | null;
}

export function isKnownState(state: string): boolean {
  return STATES.has(state);
}

export function isKnownVerdict(verdict: string): boolean {
  return VERDICTS.has(verdict);
}

/** A word that is not known may say that it is at work. @returns what gt calls it, or null where each word is known. */
export function unknownWord({ rig, name, state, verdict }: PolecatWords): string | null {
  const listed = `gt lists ${rig}/${name}`;
  if (!isKnownState(state)) return `${listed} as ${state}, a state that this operator does not know`;
  if (verdict !== null && !isKnownVerdict(verdict)) {
    return `${listed} with verdict ${verdict}, which this operator does not know`;
  }
  return null;
}
