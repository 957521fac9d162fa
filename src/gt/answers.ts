/** What gt answers, as plain data. Absent values are null. */

export interface TownHealth {
  /** Whether the town's Dolt server runs. Without it most reads look empty. */
  readonly running: boolean;
}

export interface RigEntry {
  readonly name: string;
  readonly beadsPrefix: string;
  readonly status: string;
  /** Null where gt does not say it in words. */
  readonly witness: string | null;
  readonly refinery: string | null;
}

export interface PolecatEntry {
  readonly rig: string;
  readonly name: string;
  readonly state: string;
  /** The bead on its hook. */
  readonly issue: string | null;
  readonly sessionRunning: boolean;
  /** Null where the answer does not tell: the list of gt 1.0 never does. */
  readonly branch: string | null;
  /** Whether the next sling to the rig may take this one. Null where the answer does not tell, as in gt 1.0. */
  readonly isReusable: boolean | null;
  /**
   * What gt makes of all that it knows of it, since 1.2. Nothing is done because of it, for it stays `PENDING_MR` after
   * the merge; a word that is not known forbids what is dangerous.
   */
  readonly verdict: string | null;
}

export interface PolecatDetail extends PolecatEntry {
  readonly clonePath: string | null;
  readonly sessionId: string | null;
}

/** Where a polecat works, for people to find it. */
export type Whereabouts = Pick<PolecatDetail, "branch" | "clonePath" | "sessionId">;

/** What gt's check before a nuke comes to. */
export type RecoveryFact =
  /** All that the polecat has done is merged, or there is nothing to merge. */
  | "nothingAtRisk"
  /** Its commits are on their remote branch, and not on the one that they were made for. */
  | "preservedUnmerged"
  /** Its agent has not ended its work. */
  | "working"
  | "requestOpen"
  /** Its commits are on the remote, and no merge request was made for them. */
  | "notSubmitted"
  | "workAtRisk"
  /** Its agent has never said `gt done`: gt refuses each nuke that is not forced. */
  | "cleanupStatusMissing"
  | "queueUnknown"
  /** gt used a word that the operator does not know: `said` names it. */
  | "notUnderstood";

export interface Recovery {
  readonly fact: RecoveryFact;
  /** In gt's own words. */
  readonly said: string;
  readonly branch: string | null;
  /** The merge request that gt connects with the polecat, where it names one. It may have ended. */
  readonly activeMr: string | null;
}

export interface GitState {
  readonly clean: boolean;
  readonly uncommittedFiles: readonly string[];
  readonly unpushedCommits: number;
  readonly stashCount: number;
  /** The remote branch that has all commits of a clean worktree; null where gt does not name it. */
  readonly remoteBranch: string | null;
}

export interface Bead {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly assignee: string | null;
  /** Epoch ms. */
  readonly createdAt: number | null;
  readonly closedAt: number | null;
  /** Of a merge request: `merged` or `rejected: …`. */
  readonly closeReason: string | null;
}

export interface ShownBeads {
  readonly found: readonly Bead[];
  readonly missing: readonly string[];
  /** Beads whose read failed: nothing is known of them. */
  readonly unknown: readonly { readonly id: string; readonly message: string }[];
}

export interface WorkBead extends Bead {
  readonly description: string;
  /** 0 is the highest. */
  readonly priority: number | null;
  /** Of its acceptance criteria, those that nobody has ticked: `gt done` leaves such a bead open. */
  readonly openCriteria: number;
}

/** A bead and the merge request of its work; null where there is none. */
export interface ShownWork {
  readonly bead: WorkBead | null;
  /** Null also where the bead is. */
  readonly request: Bead | null;
}

/** Of gt's look at a convoy: whether it has closed it by that, or it was closed before, by whomever. */
export interface ConvoyCheck {
  readonly state: "closed" | "closedBefore" | "open";
}

export interface ConvoySummary {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly tracked: readonly { readonly id: string }[];
}

export interface MergeRequest {
  readonly id: string;
  readonly branch: string | null;
  readonly worker: string | null;
  readonly sourceIssue: string | null;
  /** Who has taken it up; the refinery sets it when it begins with a request. */
  readonly assignee: string | null;
  /** The commit with which its last try conflicted. */
  readonly conflict: string | null;
}

export interface Mail {
  readonly id: string;
  readonly subject: string;
  /** Epoch ms, in whole seconds; null where gt does not tell. */
  readonly sentAt: number | null;
}

export type SlingAnswer =
  | { readonly outcome: "slung"; readonly polecat: string }
  | { readonly outcome: "alreadyHooked"; readonly polecat: string }
  | { readonly outcome: "queued" };
