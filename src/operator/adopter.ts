/**
 * Carries out adoption: creates Polecats that only observe, and deletes them while nobody has touched them. The rigs come
 * first (rig-adopter.ts), so that a polecat is shown under its Rig.
 */
import { gtRigOf } from "../../machines/index.ts";
import { polecatKind, type Polecat, type PolecatActor } from "../kinds/index.ts";
import type { ActorRef } from "../host/index.ts";
import { createObject, deleteObject, isApiError, readObject, type ApiError } from "../kube/index.ts";
import type { Claims } from "../preconditions/index.ts";
import { planAdoption, type AdoptedPolecat, type TownObservation } from "../projection/index.ts";
import type { Origins } from "./origins.ts";
import type { RefusedWrites, Written } from "./refused-writes.ts";
import { objectRef, POLECAT, RIG } from "./resources.ts";
import { createRigAdopter, type AdoptedRigs, type RigAdopter, type RigAdopterPorts } from "./rig-adopter.ts";
import { isUntouchedView, viewOf } from "./view.ts";
import { nthViewName } from "./view-name.ts";

/** What is adopted is served by the operator of its town. */
export interface AdopterPorts extends RigAdopterPorts {
  readonly namespace: string;
  readonly claims: Claims;
  /** The resource as the watch last told of it. */
  readonly seen: (ref: Pick<ActorRef, "namespace" | "name">) => Polecat | undefined;
  readonly refusedWrites: Pick<RefusedWrites, "accepted" | "refused">;
  readonly origins: Pick<Origins, "of" | "adopted" | "releasing">;
}

export interface Adopter {
  /** Brings the adopted resources in line with an observation; one round at a time. */
  adopt(observation: TownObservation): void;
}

export function createAdopter(ports: AdopterPorts): Adopter {
  let round: Promise<void> | null = null;
  const { refusedWrites, namespace } = ports;
  const rigAdopter = createRigAdopter(ports);
  const told = async <Done>(
    of: Written,
    work: Promise<{ readonly refusal: ApiError | null } & Done>,
  ): Promise<Done | null> => {
    try {
      const done = await work;
      if (done.refusal === null) refusedWrites.accepted("create", of);
      else refusedWrites.refused("create", of, done.refusal);
      return done;
    } catch (error) {
      refusedWrites.refused("create", of, error);
      return null;
    }
  };
  const carryOutBoth = async (observation: TownObservation): Promise<void> => {
    const rigs = { resource: RIG, name: "adopted rigs" };
    const adopted = await told(rigs, adoptRigs(ports, rigAdopter, observation));
    const polecats = { resource: POLECAT, namespace, name: "adopted polecats" };
    // Where no Rig may be made, polecats are shown under gt's name of their rig.
    await told(polecats, adoptPolecats(ports, observation, adopted?.coming ?? new Set()));
  };
  return {
    adopt(observation) {
      if (round !== null) return;
      round = carryOutBoth(observation).finally(() => {
        round = null;
      });
    },
  };
}

function adoptRigs(
  { seen }: AdopterPorts,
  rigs: RigAdopter,
  observation: TownObservation,
): Promise<AdoptedRigs> {
  return rigs.adopt(observation, (actor) => polecatKind.owns(actor) && isOurs(actor.ref, seen(actor.ref)));
}

/** @param coming gt's names of rigs whose Rig is about to be known: their polecats wait for it. */
async function adoptPolecats(
  ports: AdopterPorts,
  observation: TownObservation,
  coming: ReadonlySet<string>,
): Promise<{ readonly refusal: ApiError | null }> {
  const actors = ports.actors().filter(polecatKind.owns);
  const adopted = actors.filter(({ ref }) => isOurs(ref, ports.seen(ref)));
  const plan = planAdoption({
    observation,
    claims: ports.claims,
    rigs: ports.rigs(),
    adopted: adopted.map(asAdopted),
    bound: new Set(actors.flatMap(({ context }) => boundNames(context))),
    slinging: new Set(
      actors.filter(({ hasTag }) => hasTag("slinging")).map(({ context }) => gtRigOf(context.desired)),
    ),
    coming,
  });
  const refusals: ApiError[] = [];
  for (const { rig, polecat } of plan.adopt) {
    await show(ports, rig, polecat).catch((error: unknown) => {
      // Of a name that no resource may hold: the others are shown all the same.
      if (!isApiError(error, 422)) throw error;
      refusals.push(error);
    });
  }
  const released = new Set(plan.release);
  for (const { ref } of adopted) if (released.has(ref.uid)) await release(ports, ref);
  return { refusal: refusals[0] ?? null };
}

/**
 * A person may have taken it over since the watch last told of it: it is looked at once more, and deleted only as it was
 * then. What has changed meanwhile is decided anew with the next observation.
 */
async function release({ api, origins }: AdopterPorts, ref: ActorRef): Promise<void> {
  const view = await readObject(api, POLECAT, ref);
  if (!isOurs(ref, view)) return;
  origins.releasing(ref.uid);
  await deleteObject(api, objectRef(polecatKind, ref), view.metadata.resourceVersion);
}

/** This very resource, and a view as the operator made it. */
function isOurs({ uid }: ActorRef, view: Polecat | undefined): view is Polecat {
  return view?.metadata.uid === uid && isUntouchedView(view);
}

function asAdopted({ ref, hasTag, context }: PolecatActor): AdoptedPolecat {
  return {
    uid: ref.uid,
    rig: context.desired.rig,
    gtRig: gtRigOf(context.desired),
    polecat: context.desired.boundTo ?? "",
    isTerminated: hasTag("Terminated"),
  };
}

/**
 * The plan has weighed what the watch has told of: a resource that it knows under a name of this polecat's stands for
 * something else, such as one that was taken over and has ended, or has another polecat by now; there can be one for
 * each time that gt has used the name. One that the watch has not told of is the view of a round before.
 */
async function show(ports: AdopterPorts, rig: string, polecat: string): Promise<void> {
  const { api, seen, origins } = ports;
  const gtRig = ports.rigs().get(rig)?.gtName ?? rig;
  const view = viewOf(ports, rig, polecat, origins.of(gtRig, polecat));
  const { namespace = "" } = view.metadata;
  let nth = 1;
  while (seen({ namespace, name: nthViewName(rig, polecat, nth) }) !== undefined) nth += 1;
  const metadata = { ...view.metadata, name: nthViewName(rig, polecat, nth) };
  const made = await createObject(api, POLECAT, { ...view, metadata });
  if (made.outcome !== "created") return;
  const { name, uid } = made.object.metadata;
  origins.adopted({ kind: polecatKind.kind, namespace, name, uid }, gtRig, polecat);
}

/** One that is managed stands for the polecat that it has now, whatever it was bound to once. */
function boundNames({ desired, polecatName }: PolecatActor["context"]): readonly string[] {
  return [desired.managed ? null : desired.boundTo, polecatName]
    .filter((name) => name !== null)
    .map((name) => `${gtRigOf(desired)}/${name}`);
}
