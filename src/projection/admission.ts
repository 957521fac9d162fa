/**
 * Admission: which Polecats may be slung now, decided over all of them at once.
 * One driver for a bead and for a polecat, and no more polecats in a rig than its `maxPolecats`. The sling service
 * checks both again on fresh reads; this keeps the ones that must wait from asking gt at all.
 */
import type { Admission, Blocker } from "../../machines/index.ts";
import { noPlace, placesIn, type RigCapacity } from "../preconditions/capacity.ts";

export interface Candidate {
  readonly uid: string;
  /** `namespace/name`, for messages. */
  readonly name: string;
  readonly rig: string;
  readonly createdAt: number;
  /** The bead in work, or the one that the spec wants worked on; null asks for nothing. */
  readonly bead: string | null;
  /** The polecat that it drives, where the town still has it. */
  readonly polecat: string | null;
  /** False for one that would not be slung in this moment, such as a paused one: it takes no place from others. */
  readonly isReady: boolean;
  /** True while it works on its bead, or its sling is under way. */
  readonly isEngaged: boolean;
  /** Why it can never be slung with its bead as specs and town are now; null for one that can. */
  readonly refusal: Blocker | null;
  /** True where a polecat of its rig has the bead already, whoever slung it. */
  readonly isHeldInRig: boolean;
}

export const GRANTED: Admission = { granted: true };

/** By uid. Earlier resources go first, so that the answer does not depend on the order of events. */
export function admit(
  candidates: readonly Candidate[],
  capacities: ReadonlyMap<string, RigCapacity>,
): ReadonlyMap<string, Admission> {
  const admissions = new Map<string, Admission>();
  const drivers = new Map<string, Candidate>();
  const free = new Map([...capacities].map(([rig, capacity]) => [rig, placesIn(capacity)]));
  for (const candidate of [...candidates].sort(byPrecedence)) {
    admissions.set(candidate.uid, admitOne(candidate, drivers, free, capacities));
  }
  return admissions;
}

function admitOne(
  candidate: Candidate,
  drivers: Map<string, Candidate>,
  free: Map<string, number>,
  capacities: ReadonlyMap<string, RigCapacity>,
): Admission {
  const { bead, rig, refusal } = candidate;
  if (bead === null) return GRANTED;
  // It would keep the bead from a Polecat that can be slung with it. Refused in words, so that no race slings it twice.
  if (refusal !== null && !isInWork(candidate)) return refuse(refusal.reason, refusal.message);
  const driver = drivers.get(bead);
  if (driver !== undefined) {
    return refuse(
      "BeadClaimed",
      `bead ${bead} belongs to polecat ${driver.name}${whyUseless(driver)}: name another bead, or delete one`,
    );
  }
  drivers.set(bead, candidate);
  if (candidate.isEngaged || candidate.polecat !== null) return GRANTED;
  const left = free.get(rig) ?? 0;
  if (left > 0) {
    if (candidate.isReady) free.set(rig, left - 1);
    return GRANTED;
  }
  return { granted: false, ...noPlace(rig, capacities.get(rig) ?? { count: 0, max: 0 }) };
}

function isInWork({ isEngaged, isHeldInRig }: Candidate): boolean {
  return isEngaged || isHeldInRig;
}

/** Whoever waits for a bead is to know that its driver cannot bring it to an end by itself. */
function whyUseless({ refusal }: Candidate): string {
  return refusal === null
    ? ""
    : `, where work on it has begun, and which cannot be slung with it: ${refusal.message}`;
}

function refuse(reason: string, message: string): Admission {
  return { granted: false, reason, message };
}

function byPrecedence(a: Candidate, b: Candidate): number {
  if (a.isEngaged !== b.isEngaged) return a.isEngaged ? -1 : 1;
  return a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1);
}
