/** What gt answers, as plain data. Absent values are null. */

export interface TownHealth {
  /** Whether the town's Dolt server runs. Without it most reads look empty. */
  readonly running: boolean;
}

export interface RigEntry {
  readonly name: string;
  readonly beadsPrefix: string;
  readonly status: string;
  readonly witness: string;
  readonly refinery: string;
  readonly polecats: number;
}

export interface PolecatEntry {
  readonly rig: string;
  readonly name: string;
  readonly state: string;
  /** The bead on its hook. */
  readonly issue: string | null;
  readonly sessionRunning: boolean;
}

export interface PolecatDetail extends PolecatEntry {
  readonly clonePath: string | null;
  readonly branch: string | null;
  readonly sessionId: string | null;
}

export interface Recovery {
  readonly cleanupStatus: string;
  readonly verdict: string;
  readonly branch: string | null;
  /** Absent where gt did not look; `unknown` where it could not. */
  readonly mqStatus: string | null;
}

export interface GitState {
  readonly clean: boolean;
  readonly uncommittedFiles: readonly string[];
  readonly unpushedCommits: number;
  readonly stashCount: number;
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
}

export type SlingAnswer =
  | { readonly outcome: "slung"; readonly polecat: string }
  | { readonly outcome: "alreadyHooked"; readonly polecat: string }
  | { readonly outcome: "queued" };
