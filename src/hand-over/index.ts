/**
 * src/hand-over/: the bead of a polecat in a pod, which reaches no town: how it is taken for it, how its work is handed over
 * as `gt done` does it, and how it is given back.
 *
 * In: whose work it is, what its warden has reported, and what the town says of the bead and its merge requests. Out: the one
 * next step (claim.ts, hand-over-step.ts: pure), or why there is none. steps.ts takes step after step on ports, and reads
 * again before each: whoever was interrupted anywhere begins anew, and ends with one merge request and one close.
 */
export { podAssignee } from "./pod-assignee.ts";
export { nextClaimStep, type ClaimStep } from "./claim.ts";
export { nextStep, type HandOverStep } from "./hand-over-step.ts";
export { mergeRequestOf, type MergeRequestDraft } from "./merge-request.ts";
export type { Refusal, RefusalReason } from "./refusal.ts";
export { claimBead, handOver, releaseBead } from "./steps.ts";
export type { HandOverPorts } from "./ports.ts";
export type { PodWork, SeenBead, SeenRequest, SeenWork } from "./work.ts";
