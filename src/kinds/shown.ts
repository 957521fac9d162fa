/** What lists and metrics show of an actor, beside what all of them have. */

/** What a person wrote in a spec that changes what the operator does with it. */
export const MARKS = ["Observe", "Paused", "Forced"] as const;
export type Mark = (typeof MARKS)[number];

export interface Shown {
  /** The Rig that it belongs to, or is; empty for a convoy of no rig. */
  readonly rig: string;
  /** gt's name for the rig of a Polecat, and for a Rig; null for the other kinds. */
  readonly gtRig: string | null;
  readonly bead: string | null;
  /** gt's name for the polecat. */
  readonly polecat: string | null;
  /** The folder in which a person looks at a polecat's work. */
  readonly worktree: string | null;
  /** What it counts: `2/5` of a convoy's beads, `1 of 4 stuck` of a witness, `3 waiting` of a refinery, `12 beads`, `2/8 polecats` of a rig. */
  readonly progress: string | null;
  readonly marks: readonly Mark[];
  /** What it is at, in few words; absent for its kind and its progress. */
  readonly subject?: string;
}

/** Of a kind that only has a rig. */
export const ONLY_RIG = { gtRig: null, bead: null, polecat: null, worktree: null, progress: null, marks: [] };

export interface Progress {
  /** Empty for what has none. */
  readonly namespace: string;
  readonly rig: string;
  readonly name: string;
  /** Epoch ms; null while it is not stuck. */
  readonly stuckSince: number | null;
  /** Null before they were counted, and of what has none. */
  readonly beads: { readonly closed: number; readonly open: number } | null;
}

export function countText(count: number | null, what: string): string | null {
  return count === null ? null : `${count} ${what}`;
}
