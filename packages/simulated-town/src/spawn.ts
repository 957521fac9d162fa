/** A polecat for a bead of a rig: gt's limits, the reuse of an idle one, a new one, and the hook. */
import { randomWord } from "./chance.ts";
import { findPolecat, hookOf, polecatAddress, polecatsOf, prefixOf } from "./lookup.ts";
import type { SimBead, SimPolecat, SimRig, Surroundings, TownState } from "./state.ts";
import { agentBeadOf, isReusable, spawnLimits } from "./versions/index.ts";

const MOST_SLINGS = 3;
/** 80 % of Dolt's 1000. */
const MOST_CONNECTIONS = 800;

export type Allocation =
  { readonly polecat: SimPolecat; readonly isReused: boolean } | { readonly refusal: string };

/** The attempt counts even where a later limit refuses it. */
export function allocate(
  state: TownState,
  bead: SimBead,
  rig: SimRig,
  around: Surroundings,
  isForced = false,
): Allocation {
  const refusal = limit(state, bead, rig, isForced);
  if (refusal !== null) return { refusal };
  bead.slings += 1;
  const mine = polecatsOf(state, rig.name);
  const idle = mine.find((polecat) => isReusable(state, polecat, around));
  const { fullRig, isFullRigReusing } = spawnLimits(state);
  const isSpared = idle !== undefined && isFullRigReusing;
  const full = isSpared ? null : fullRig(rig.name, mine.length);
  if (full !== null) return { refusal: full };
  const polecat = idle === undefined ? create(state, rig, bead, around) : reuse(state, idle, bead, around);
  around.emit("spawn", "gt", { polecat: polecat.name, rig: rig.name });
  return { polecat, isReused: idle !== undefined };
}

function limit(state: TownState, bead: SimBead, rig: SimRig, isForced: boolean): string | null {
  if (state.doltConnections >= MOST_CONNECTIONS) {
    return `admission control: dolt server at connection capacity: ${state.doltConnections} active connections (server near limit)`;
  }
  const working = state.polecats.filter((each) => each.session && hookOf(state, each) !== undefined).length;
  const { mostWorking } = spawnLimits(state);
  if (working >= mostWorking) {
    return `polecat cap reached: ${working} working polecats (max ${mostWorking}). This is a safety limit to prevent spawn storms. Investigate why polecats are accumulating before spawning more`;
  }
  if (bead.slings >= MOST_SLINGS && !isForced) {
    return `respawn limit reached for ${bead.id} (${MOST_SLINGS} attempts). This bead keeps failing — investigate before re-dispatching.\nOverride: gt sling ${bead.id} ${rig.name} --force\nReset:    gt sling respawn-reset ${bead.id}`;
  }
  return null;
}

function create(state: TownState, rig: SimRig, bead: SimBead, around: Surroundings): SimPolecat {
  const isFree = (name: string): boolean => findPolecat(state, rig.name, name) === undefined;
  let name = rig.names.find(isFree);
  for (let number = 1; name === undefined; number += 1) {
    if (isFree(`${rig.name}-${number}`)) name = `${rig.name}-${number}`;
  }
  const polecat: SimPolecat = {
    rig: rig.name,
    name,
    branch: branchFor(state, name, bead),
    session: true,
    createdAt: around.now,
    unpushed: 0,
    stashes: 0,
    endsAt: null,
    quietSince: null,
  };
  state.polecats.push(polecat);
  around.worktrees.create(rig.name, name);
  around.worktrees.checkOut(rig.name, name, polecat.branch);
  return polecat;
}

/** Whatever the idle polecat had left is gone, as with the real one. */
function reuse(state: TownState, polecat: SimPolecat, bead: SimBead, around: Surroundings): SimPolecat {
  around.worktrees.reset(polecat.rig, polecat.name);
  const branch = branchFor(state, polecat.name, bead);
  around.worktrees.checkOut(polecat.rig, polecat.name, branch);
  const fresh = { unpushed: 0, stashes: 0, pushed: null, quietSince: null };
  return Object.assign(polecat, { branch, session: true, ...fresh });
}

function branchFor(state: TownState, name: string, bead: SimBead): string {
  return `polecat/${name}/${bead.id}@${randomWord(state, 8)}`;
}

/** Puts the bead on the polecat's hook. A busy agent takes it up after what it has; the branch stays as it is. */
export function hook(state: TownState, bead: SimBead, polecat: SimPolecat, around: Surroundings): void {
  const isBusy = hookOf(state, polecat) !== undefined;
  const assignee = polecatAddress(polecat.rig, polecat.name);
  const molecule = { id: `${prefixOf(bead.id)}-wisp-${randomWord(state, 4)}`, attachedAt: around.now };
  Object.assign(bead, { status: "hooked", assignee, updatedAt: around.now, molecule });
  const cleared = { cleanupStatus: "", activeMr: null };
  polecat.agentBead = { ...agentBeadOf(polecat), ...cleared, hookBead: bead.id };
  around.emit("sling", "unknown", { bead: bead.id, target: assignee });
  if (isBusy) return;
  const plan = state.plans[bead.id] ?? state.defaultPlan;
  Object.assign(polecat, { endsAt: around.now + plan.afterMs, quietSince: null });
}
