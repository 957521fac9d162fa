/** Carries out adoption: creates Polecats that only observe, and deletes them while nobody has touched them. */
import { gtRigOf } from "../../machines/index.ts";
import type { Polecat, PolecatActor } from "../kinds/index.ts";
import type { ActorRef } from "../host/index.ts";
import {
  createObject,
  deleteObject,
  isApiError,
  readObject,
  type ApiError,
  type KubeApi,
} from "../kube/index.ts";
import {
  planAdoption,
  type AdoptedPolecat,
  type Claims,
  type Rigs,
  type TownObservation,
} from "../town/index.ts";
import { POLECAT } from "./informers.ts";
import type { RefusedWrites } from "./refused-writes.ts";
import { objectRef } from "./resources.ts";
import { isUntouchedView, viewOf } from "./view.ts";
import { nthViewName } from "./view-name.ts";

export interface AdopterPorts {
  readonly api: KubeApi;
  readonly namespace: string;
  /** What is adopted is served by the operator of this town; undefined names none. */
  readonly town: string | undefined;
  readonly claims: Claims;
  readonly rigs: () => Rigs;
  readonly polecats: () => readonly PolecatActor[];
  /** The resource as the watch last told of it. */
  readonly seen: (ref: Pick<ActorRef, "namespace" | "name">) => Polecat | undefined;
  readonly refusedWrites: Pick<RefusedWrites, "accepted" | "refused">;
}

export interface Adopter {
  /** Brings the adopted resources in line with an observation; one round at a time. */
  adopt(observation: TownObservation): void;
}

export function createAdopter(ports: AdopterPorts): Adopter {
  let round: Promise<void> | null = null;
  const { refusedWrites, namespace } = ports;
  const views = { resource: POLECAT, namespace, name: "adopted polecats" };
  return {
    adopt(observation) {
      if (round !== null) return;
      round = carryOut(ports, observation)
        .then(
          () => refusedWrites.accepted("create", views),
          (error: unknown) => void refusedWrites.refused("create", views, error),
        )
        .finally(() => {
          round = null;
        });
    },
  };
}

async function carryOut(ports: AdopterPorts, observation: TownObservation): Promise<void> {
  const actors = ports.polecats();
  const adopted = actors.filter(({ ref }) => isOurs(ref, ports.seen(ref)));
  const plan = planAdoption({
    observation,
    claims: ports.claims,
    rigs: ports.rigs(),
    adopted: adopted.map(asAdopted),
    bound: new Set(actors.flatMap(({ context }) => boundNames(context))),
    slinging: new Set(
      actors.filter(({ state }) => state === "pending.slinging").map(({ context }) => gtRigOf(context.wish)),
    ),
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
  const [first] = refusals;
  if (first !== undefined) throw first;
}

/**
 * A person may have taken it over since the watch last told of it: it is looked at once more, and deleted only as it was
 * then. What has changed meanwhile is decided anew with the next observation.
 */
async function release({ api }: AdopterPorts, ref: ActorRef): Promise<void> {
  const view = await readObject(api, POLECAT, ref);
  if (isOurs(ref, view)) await deleteObject(api, objectRef(ref), view.metadata.resourceVersion);
}

/** This very resource, and a view as the operator made it. */
function isOurs({ uid }: ActorRef, view: Polecat | undefined): view is Polecat {
  return view?.metadata.uid === uid && isUntouchedView(view);
}

function asAdopted({ ref, state, context }: PolecatActor): AdoptedPolecat {
  return {
    uid: ref.uid,
    rig: context.wish.rig,
    gtRig: gtRigOf(context.wish),
    polecat: context.wish.boundTo ?? "",
    isTerminated: state === "terminated",
  };
}

/**
 * The plan has weighed what the watch has told of: a resource that it knows under a name of this polecat's stands for
 * something else, such as one that was taken over and has ended, or has another polecat by now; there can be one for
 * each time that gt has used the name. One that the watch has not told of is the view of a round before.
 */
async function show(ports: AdopterPorts, rig: string, polecat: string): Promise<void> {
  const { api, seen } = ports;
  const view = viewOf(ports, rig, polecat);
  const { namespace = "" } = view.metadata;
  let nth = 1;
  while (seen({ namespace, name: nthViewName(rig, polecat, nth) }) !== undefined) nth += 1;
  const metadata = { ...view.metadata, name: nthViewName(rig, polecat, nth) };
  await createObject(api, POLECAT, { ...view, metadata });
}

/** One that is managed stands for the polecat that it has now, whatever it was bound to once. */
function boundNames({ wish, polecatName }: PolecatActor["context"]): readonly string[] {
  return [wish.managed ? null : wish.boundTo, polecatName]
    .filter((name) => name !== null)
    .map((name) => `${gtRigOf(wish)}/${name}`);
}
