/** The agents and the refinery: what they have done by now. Pure in state and time. */
import {
  findPolecat,
  hookOf,
  randomWord,
  type SimPolecat,
  type Surroundings,
  type TownState,
} from "./state.ts";

/** Brings the town to `now`: agents that are due end their work, merge requests that are due are merged. */
export function advance(state: TownState, around: Surroundings): void {
  for (const polecat of state.polecats) {
    if (polecat.endsAt !== null && polecat.endsAt <= around.now) endWork(state, polecat, around);
  }
  for (const request of state.mergeRequests) {
    if (request.status !== "open" || request.mergesAt === null || request.mergesAt > around.now) continue;
    request.status = "closed";
    request.closeReason = "merged";
    request.closedAt = around.now;
    const worker = findPolecat(state, request.rig, request.worker);
    if (worker?.branch === request.branch) worker.unpushed = 0;
  }
}

function endWork(state: TownState, polecat: SimPolecat, around: Surroundings): void {
  const bead = hookOf(state, polecat);
  polecat.endsAt = null;
  if (bead === undefined || !polecat.session) return;
  const plan = state.plans[bead.id] ?? state.defaultPlan;
  switch (plan.behaviour) {
    case "never":
      return;
    case "stall":
      polecat.session = false;
      return;
    case "leaveUncommitted":
      around.worktrees.leaveFile(polecat.rig, polecat.name, "notes.txt");
      break;
    case "leaveUnpushed":
      polecat.unpushed = 2;
      break;
    case "leaveStash":
      polecat.stashes = 1;
      break;
    case "finish":
      if (plan.mergeAfterMs !== undefined) submit(state, polecat, bead.id, around.now, plan.mergeAfterMs);
      break;
    default:
      plan.behaviour satisfies never;
  }
  bead.status = "closed";
  bead.closedAt = around.now;
  bead.updatedAt = around.now;
  bead.closeReason = "Closed";
  const actor = `${polecat.rig}/polecats/${polecat.name}`;
  around.emit("done", actor, { bead: bead.id, branch: polecat.branch });
}

function submit(
  state: TownState,
  polecat: SimPolecat,
  bead: string,
  now: number,
  mergeAfterMs: number,
): void {
  polecat.unpushed = 1;
  const prefix = bead.split("-")[0] ?? "";
  state.mergeRequests.push({
    id: `${prefix}-wisp-${randomWord(state, 3)}`,
    rig: polecat.rig,
    worker: polecat.name,
    branch: polecat.branch,
    bead,
    createdAt: now,
    status: "open",
    closeReason: null,
    closedAt: null,
    mergesAt: now + mergeAfterMs,
  });
}
