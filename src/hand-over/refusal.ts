/** Why a bead is not taken, or work not handed over: what a person has to decide. Nothing is written for it. */

export type RefusalReason =
  | "BeadMissing"
  | "BeadHeldElsewhere"
  | "BeadNotOpen"
  | "CriteriaOpen"
  | "UncommittedWork"
  | "WorkElsewhere"
  | "WorkNotPushed"
  | "NothingHandedIn"
  | "MergeRequestRejected";

export interface Refusal {
  readonly reason: RefusalReason;
  readonly message: string;
}
