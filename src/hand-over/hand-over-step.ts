/**
 * The next step of a hand-over, from what was read and from nothing else: push, request, close, in this order. The bead is
 * closed only when its merge request is there, and the request is made only for a branch that is on the remote.
 */
import { isDone } from "../../machines/index.ts";
import { mergeRequestOf, type MergeRequestDraft } from "./merge-request.ts";
import type { PodWork, SeenBead, SeenRequest, SeenWork } from "./work.ts";
import type { Refusal } from "./refusal.ts";

export type HandOverStep =
  | { readonly is: "file"; readonly request: MergeRequestDraft }
  /** An earlier request of the same bead: only the newest work is to be merged. */
  | { readonly is: "supersede"; readonly id: string; readonly by: string }
  | { readonly is: "close"; readonly request: string }
  /** @property request null where somebody else has closed the bead. */
  | { readonly is: "done"; readonly request: string | null }
  | { readonly is: "refused"; readonly refusal: Refusal };

export function nextStep(work: PodWork, { bead, request, others }: SeenWork): HandOverStep {
  if (bead === null) return refused("BeadMissing", `the town has no bead ${work.bead} any more`);
  if (isDone(bead.status)) return { is: "done", request: request?.id ?? null };
  const objection = objectionTo(work, bead, request);
  if (objection !== null) return { is: "refused", refusal: objection };
  if (request === null) {
    const draft = mergeRequestOf(work, bead.priority);
    if (draft !== null) return { is: "file", request: draft };
    return refused("NothingHandedIn", `the work branch ${work.report.branch} has no commit`);
  }
  const [other] = others;
  if (other !== undefined && !isDone(request.status)) return { is: "supersede", id: other, by: request.id };
  return { is: "close", request: request.id };
}

/** What a person has to look at before anything is written; null where nothing is. */
function objectionTo(work: PodWork, bead: SeenBead, request: SeenRequest | null): Refusal | null {
  const { assignee, status, id } = bead;
  if (assignee !== work.assignee)
    return {
      reason: "BeadHeldElsewhere",
      message: `bead ${id} is ${status} by ${assignee ?? "nobody"}, and no longer by ${work.assignee}: the work stays on its branch ${work.report.branch}`,
    };
  if (request !== null && isDone(request.status) && !isMerged(request))
    return {
      reason: "MergeRequestRejected",
      message: `merge request ${request.id} was closed (${request.closeReason ?? "no reason given"}), and the bead is open: give the bead another attempt, or close it`,
    };
  if (bead.openCriteria > 0)
    return {
      reason: "CriteriaOpen",
      message: `${bead.openCriteria} acceptance criteria of bead ${id} are not ticked: tick them (\`bd update ${id} --acceptance …\`), or give the bead another attempt`,
    };
  return request === null ? objectionToPush(work) : null;
}

function isMerged({ closeReason }: SeenRequest): boolean {
  return closeReason === "merged";
}

function objectionToPush({ report }: PodWork): Refusal | null {
  const { branch, headBranch, pushed, head, uncommitted, uncommittedCount, onlyLocal } = report;
  if (uncommittedCount > 0)
    return {
      reason: "UncommittedWork",
      message: `${uncommittedCount} files were not committed (${uncommitted.slice(0, 3).join(", ")}${uncommittedCount > 3 ? " …" : ""}): they are in the checkpoint, and a further attempt finds them`,
    };
  if (headBranch !== branch)
    return {
      reason: "WorkElsewhere",
      message: `the agent has left the work branch ${branch}: its last commit ${head ?? ""} is on ${headBranch ?? "no branch"}, and in the checkpoint`,
    };
  if (onlyLocal.length > 0)
    return { reason: "WorkNotPushed", message: `not all is on the remote: ${onlyLocal[0] ?? ""}` };
  // All is on the remote, and the work branch is not: it has no commit of its own, so there was none to push.
  if (!pushed)
    return {
      reason: "NothingHandedIn",
      message: `the agent has ended without a commit on ${branch}: close the bead if nothing was to be done, or give it another attempt`,
    };
  return null;
}

function refused(reason: Refusal["reason"], message: string): HandOverStep {
  return { is: "refused", refusal: { reason, message } };
}
