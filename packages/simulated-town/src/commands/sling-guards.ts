/** Why gt slings a bead not at all: the bead's own status, who has it, and the rig's. */
import { fail, say, type Answer } from "../answer.ts";
import { findPolecat, isTaken, polecatAddress } from "../lookup.ts";
import type { SimBead, SimRig, Surroundings, TownState } from "../state.ts";

const ENDS = new Set(["closed", "tombstone"]);
const DEFERRED = /deferred to post[- ]launch|status: deferred/i;

/** Any other status is slung, `blocked` and a town's own ones, too. @returns null where nothing is in the way. */
export function ofBead(
  state: TownState,
  { id, status, title, description, assignee }: SimBead,
  around: Surroundings,
  isForced: boolean,
): string | null {
  if (ENDS.has(status)) return `bead ${id} is ${status} (work already completed)`;
  if (isBeingSlung(state, id, around)) {
    return `bead ${id} is already being slung; retry after the current assignment completes`;
  }
  if (isForced) return null;
  if (status === "deferred" || DEFERRED.test(description)) {
    return `refusing to sling deferred bead ${id}: "${title}"\nDeferred work should not consume polecat slots. Use --force to override`;
  }
  const isHeld = status === "hooked" || status === "in_progress";
  if (status !== "pinned" && !(isHeld && (assignee === null || isOfNoSession(assignee)))) return null;
  return `bead ${id} is already ${status} to ${assignee ?? "(unknown)"}\nUse --force to re-sling`;
}

/** `RIG/pods/NAME`: gt knows no session of that form, and so cannot say that it has ended. */
function isOfNoSession(assignee: string): boolean {
  const [, kind = "", name] = assignee.split("/");
  return name !== undefined && kind !== "polecats" && kind !== "crew";
}

function isBeingSlung(state: TownState, id: string, { now, caller }: Surroundings): boolean {
  const entries = state.slinging.filter(({ bead }) => bead === id);
  const mine = entries.find((entry) => entry.caller === caller);
  return mine?.isSecond ?? entries.some(({ until }) => until > now);
}

export function ofRig({ name, status = "parked" }: SimRig): string {
  const undo = status === "docked" ? "undock" : "unpark";
  return `cannot sling to ${status} rig "${name}"\ngt rig ${undo} ${name}`;
}

/** @returns the answer where a living session holds the bead; null where nobody does. */
export function heldElsewhere(state: TownState, bead: SimBead, rig: SimRig, name: string): Answer | null {
  const holder = isTaken(bead) ? (bead.assignee ?? "") : "";
  const [heldIn = "", , by = ""] = holder.split("/");
  if (findPolecat(state, heldIn, by)?.session !== true) return null;
  const isSame = name === "" ? heldIn === rig.name : holder === polecatAddress(rig.name, name);
  if (isSame) return say(`○ Bead ${bead.id} is already hooked to ${holder}, no-op\n`);
  return fail(`bead ${bead.id} is already hooked to ${holder}\nUse --force to re-sling`);
}
