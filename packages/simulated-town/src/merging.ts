/** The life of a merge request: submitted by an agent, ended by the refinery or by a person. */
import { randomCommit, randomUuid, randomWord } from "./chance.ts";
import { findPolecat, polecatAddress, prefixOf } from "./lookup.ts";
import type { SimBead, SimMergeRequest, SimPolecat, TownState } from "./state.ts";

/** The branch with its commit is on the remote then, and not in main until it is merged. */
export function submit(
  state: TownState,
  polecat: SimPolecat,
  bead: SimBead,
  at: number,
  mergesAt: number | null,
): SimMergeRequest {
  Object.assign(polecat, { unpushed: 1, pushed: 1 });
  const request: SimMergeRequest = {
    id: `${prefixOf(bead.id)}-wisp-${randomWord(state, 3)}`,
    rig: polecat.rig,
    worker: polecat.name,
    branch: polecat.branch,
    bead: bead.id,
    commit: randomCommit(state),
    createdAt: at,
    status: "open",
    closeReason: null,
    closedAt: null,
    mergesAt,
  };
  state.mergeRequests.push(request);
  const author = polecatAddress(polecat.rig, polecat.name);
  bead.comments.push({ id: randomUuid(state), author, text: `MR created: ${request.id}`, createdAt: at });
  return request;
}

/** Nothing of it is local any more, and its bead says by what it was merged. */
export function merge(state: TownState, request: SimMergeRequest, at: number): void {
  Object.assign(request, { status: "closed", closeReason: "merged", closedAt: at });
  const worker = request.worker === null ? undefined : findPolecat(state, request.rig, request.worker);
  if (worker?.branch === request.branch) Object.assign(worker, { unpushed: 0, pushed: null });
  const bead = state.beads.find(({ id }) => id === request.bead);
  if (bead === undefined) return;
  const closeReason = `Merged in ${request.id}`;
  Object.assign(bead, { status: "closed", closedAt: at, updatedAt: at, closeReason });
}

/** The bead stays closed, although gt says that its work is not done; so does the local commit. */
export function reject(request: SimMergeRequest, reason: string, at: number): void {
  Object.assign(request, { status: "closed", closeReason: `rejected: ${reason}`, closedAt: at });
}

/**
 * Closed merge requests of the rig are gone then, and with them the only answer to how they ended.
 * @param others closed beads of the kind that nothing else here knows. @returns what gt says of it on stderr.
 */
export function purgeClosed(state: TownState, rig: string, others = 0): string {
  const kept = state.mergeRequests.filter((request) => request.rig !== rig || request.status === "open");
  const purged = state.mergeRequests.length - kept.length + others;
  state.mergeRequests = kept;
  if (purged === 0) return "Purged closed ephemeral beads: No closed ephemeral beads to purge\n";
  return `Purged closed ephemeral beads: ✓ Purged ${purged} closed ephemeral bead(s)\n  Dependencies removed: 0\n  Labels removed:       0\n  Events removed:       0\n`;
}
