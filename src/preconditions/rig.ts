/** Whether a rig is usable: its Rig is there, stands for the rig of gt that is meant, was read, is well, and is not held. */
import {
  duplicateRig,
  isOfPolecats,
  movedRig,
  rigHold,
  rigTrouble,
  unlistedRig,
  type Blocker,
  type RigFacts,
  type DesiredRig,
  type Trouble,
} from "../../machines/index.ts";

/** A Rig at the moment of the question. */
export interface RigSeen {
  /** In Kubernetes. */
  readonly name: string;
  readonly gtName: string;
  readonly desired: DesiredRig;
  /** Null where it was not read with the spec that it has now. */
  readonly facts: RigFacts | null;
}

interface Use {
  /** gt's name of the rig that a Polecat has its polecat in; null where it has none. */
  readonly gtRig: string | null;
  /** Some trouble keeps a rig from getting work, and not its polecats from being watched and ended. */
  readonly isForSling: boolean;
}

export function rigBlocker(
  { name, gtName, desired, facts }: RigSeen,
  { gtRig, isForSling }: Use,
): Blocker | null {
  if (gtRig !== null && gtRig !== gtName) return movedRig({ name, gtName, gtRig });
  if (facts === null) {
    const message = `rig ${name} was not read yet with the spec that it has now: it is with the next read of the town`;
    return { reason: "AwaitingObservation", message };
  }
  // Before what a person holds, which a view such as a Witness is shown under: of a degraded rig there is nothing to show.
  const trouble = rigTrouble(name, desired, facts);
  if (trouble !== null && (isForSling || isOfPolecats(trouble))) return degraded(name, trouble);
  return rigHold(name, desired);
}

/** What of it lasts until a person changes a spec or the town; null also where a read that would tell has failed. */
export function lastingRigBlocker(
  {
    name,
    gtName,
    rival,
    isUnlisted,
  }: Pick<RigSeen, "name" | "gtName"> & {
    /** The Rig that stands for the same rig of gt, and came earlier. */
    readonly rival: string | null;
    readonly isUnlisted: boolean;
  },
  { gtRig }: Pick<Use, "gtRig">,
): Blocker | null {
  if (gtRig !== null && gtRig !== gtName) return movedRig({ name, gtName, gtRig });
  if (rival !== null) return degraded(name, duplicateRig(gtName, rival));
  return isUnlisted ? degraded(name, unlistedRig(gtName)) : null;
}

/** @param meant the Rig that stands for gt's rig of that name, where there is one. */
export function rigNotFound(name: string, meant: string | null = null): Blocker {
  const advice =
    meant === null
      ? "create it, or correct the name in the spec"
      : `gt's rig of that name is Rig ${meant} here, so name ${meant}`;
  return { reason: "RigNotFound", message: `there is no Rig named ${name}: ${advice}` };
}

function degraded(name: string, { reason, message }: Trouble): Blocker {
  return { reason: "RigDegraded", message: `rig ${name} is degraded, ${reason}: ${message}` };
}
