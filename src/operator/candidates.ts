/** Who wants a polecat at this sync, and how many each rig has room for: what admission decides from. Pure. */
import { gtRigOf, isFree, trackedBead } from "../../machines/index.ts";
import type { PolecatActor } from "../kinds/index.ts";
import type { ActorRef } from "../host/index.ts";
import { isReusable, type RigCapacity } from "../preconditions/index.ts";
import {
  beadReading,
  GRANTED,
  heldBack,
  isHeldInRig,
  lastingRefusal,
  type Candidate,
  type FactSources,
  type TownObservation,
} from "../projection/index.ts";
import { isEngaged } from "./claims.ts";

export interface Ages {
  /** Epoch ms of the resource's creation: earlier ones are admitted first. */
  readonly createdAt: (ref: ActorRef) => number;
}

export function candidates(
  ages: Ages,
  sources: FactSources,
  polecats: readonly PolecatActor[],
): readonly Candidate[] {
  return polecats.filter(wantsPolecat).map((actor) => candidate(ages, sources, actor));
}

/** One that works keeps its bead until it has released it, whatever is asked of it by then. */
function wantsPolecat(actor: PolecatActor): boolean {
  const { desired } = actor.context;
  const asksForWork = desired.bead !== null && desired.state === "Working";
  return desired.managed && desired.local && (asksForWork || isEngaged(actor));
}

function candidate({ createdAt }: Ages, sources: FactSources, actor: PolecatActor): Candidate {
  const { observation } = sources;
  const { ref, context } = actor;
  const { rig } = context.desired;
  const id = trackedBead(context);
  const bead = id === null ? null : beadReading(sources, id);
  const list = observation.polecats.get(gtRigOf(context.desired));
  const isThere = list?.ok === true && list.value.some(({ name }) => name === context.polecatName);
  return {
    uid: ref.uid,
    name: `${ref.namespace}/${ref.name}`,
    rig,
    createdAt: createdAt(ref),
    bead: id,
    polecat: isThere ? context.polecatName : null,
    isReady: isReady(observation, actor),
    isEngaged: isEngaged(actor),
    refusal: lastingRefusal(observation, sources.rigs, context.desired, bead),
    isHeldInRig: bead !== null && isHeldInRig(observation, context.desired, bead),
  };
}

/** Its bead can be slung, and nothing but capacity keeps it from that. */
function isReady({ beads, rigs }: TownObservation, { hasTag, context }: PolecatActor): boolean {
  if (context.desired.paused || hasTag("Failed")) return false;
  const bead = beads.get(trackedBead(context) ?? "");
  if (bead?.ok !== true || bead.value === null || !isFree(bead.value)) return false;
  // One that gt would never sling here, such as another rig's, must not keep the last place from those behind it.
  const subject = { rig: gtRigOf(context.desired), polecatName: context.polecatName };
  const known = rigs.ok ? rigs.value : [];
  const { id, status, assignee } = bead.value;
  return heldBack(known, subject, { reading: "known", id, status, assignee }, GRANTED).granted;
}

export function capacities({ observation, claims, rigs }: FactSources): ReadonlyMap<string, RigCapacity> {
  return new Map(
    [...rigs.values()].map(({ name, gtName, maxPolecats }) => {
      const list = observation.polecats.get(gtName);
      const entries = list?.ok === true ? list.value : [];
      const reusable = entries.filter((entry) => isReusable(claims, gtName, entry));
      return [name, { max: maxPolecats, count: entries.length, reusable: reusable.length }];
    }),
  );
}
