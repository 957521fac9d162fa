/** The agents, the refinery and the daemon: what they have done by now. Pure in state and time. */
import { dispatch } from "./commands/scheduler.ts";
import { hookOf, polecatAddress } from "./lookup.ts";
import { merge, submit } from "./merging.ts";
import { closeIfComplete } from "./commands/convoys.ts";
import type { SimBead, SimPolecat, Surroundings, TownState } from "./state.ts";
import { agentBeadOf } from "./versions/index.ts";

/**
 * Brings the town to `around.now`: agents that are due end their work, merge requests that are due are merged, the
 * daemon hands out what is scheduled. Without its database nobody can write, and all of that waits.
 */
export function advance(state: TownState, around: Surroundings): void {
  if (around.doltDown) return;
  for (const polecat of state.polecats) endDueWork(state, polecat, around);
  for (const request of state.mergeRequests) {
    if (request.status !== "open" || request.mergesAt === null || request.mergesAt > around.now) continue;
    merge(state, request, request.mergesAt);
  }
  closeConvoys(state, around.now);
  dispatch(state, around);
}

function endDueWork(state: TownState, polecat: SimPolecat, around: Surroundings): void {
  while (polecat.endsAt !== null && polecat.endsAt <= around.now) {
    const at = polecat.endsAt;
    polecat.endsAt = null;
    const bead = hookOf(state, polecat);
    if (bead === undefined || !polecat.session) break;
    endWork(state, polecat, bead, at, around);
  }
  if (polecat.session && polecat.quietSince === null && hookOf(state, polecat) === undefined) {
    polecat.quietSince = around.now;
  }
}

function endWork(
  state: TownState,
  polecat: SimPolecat,
  bead: SimBead,
  at: number,
  around: Surroundings,
): void {
  const plan = state.plans[bead.id] ?? state.defaultPlan;
  switch (plan.behaviour) {
    case "never":
      return;
    case "stall":
      polecat.session = false;
      return;
    case "fallSilent":
      polecat.quietSince = at;
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
      if (plan.mergeAfterMs !== undefined) submit(state, polecat, bead, at, at + plan.mergeAfterMs);
      break;
    default:
      plan.behaviour satisfies never;
  }
  if (plan.behaviour === "finish") noteDone(state, polecat, bead);
  completeWork(state, polecat, bead, at, around);
}

/** What `gt done` notes on the agent bead. An agent that leaves something behind closed its bead by hand. */
export function noteDone(state: TownState, polecat: SimPolecat, bead: SimBead): void {
  const request = state.mergeRequests.findLast(({ branch }) => branch === polecat.branch);
  const noted = { hookBead: null, lastSourceIssue: bead.id, activeMr: request?.id ?? null };
  polecat.agentBead = { ...agentBeadOf(polecat), ...noted, cleanupStatus: "clean" };
}

/** What the end of a work leaves, by the agent's plan or by `gt done`: a closed bead, and the next hook's turn. */
export function completeWork(
  state: TownState,
  polecat: SimPolecat,
  bead: SimBead,
  at: number,
  around: Surroundings,
): void {
  Object.assign(bead, { status: "closed", closedAt: at, updatedAt: at, closeReason: "Closed" });
  around.emit("done", polecatAddress(polecat.rig, polecat.name), { bead: bead.id, branch: polecat.branch });
  const next = hookOf(state, polecat);
  if (next === undefined) Object.assign(polecat, { endsAt: null, quietSince: at });
  else polecat.endsAt = at + (state.plans[next.id] ?? state.defaultPlan).afterMs;
}

/** The daemon looks at convoys now and then, ms. */
const BETWEEN_CONVOY_CHECKS_MS = 60_000;

function closeConvoys(state: TownState, now: number): void {
  for (const convoy of state.convoys) {
    if (convoy.status !== "open") continue;
    const closings = state.beads
      .filter(({ id }) => convoy.tracked.includes(id))
      .map(({ closedAt }) => closedAt);
    const completeAt = Math.max(convoy.updatedAt, ...closings.map((at) => at ?? 0));
    if (now - completeAt >= BETWEEN_CONVOY_CHECKS_MS) closeIfComplete(state, convoy, now);
  }
}
