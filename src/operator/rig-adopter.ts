/** Carries out the adoption of rigs: creates Rigs that only observe, and deletes them while nobody has touched them. */
import { rigKind, type LiveActor, type Rig, type RigActor } from "../kinds/index.ts";
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
  createRigAbsences,
  planRigAdoption,
  type AdoptedRig,
  type Rigs,
  type TownObservation,
} from "../projection/index.ts";
import { gtNameOf } from "../../machines/index.ts";
import { objectRef, RIG } from "./resources.ts";
import { isUntouchedRigView, rigViewOf, type RigViewPlace } from "./rig-view.ts";

export interface RigAdopterPorts extends RigViewPlace {
  readonly api: KubeApi;
  readonly rigs: () => Rigs;
  readonly actors: () => readonly LiveActor[];
  /** The Rig as the watch last told of it, of whichever town. */
  readonly seenRig: (name: string) => Rig | undefined;
  /** Repositories by gt's name of the rig. */
  readonly rigUrls: () => Promise<ReadonlyMap<string, string>>;
}

export interface RigAdopter {
  /**
   * @param isView whether a resource is one that the operator made and nobody has touched.
   */
  adopt(observation: TownObservation, isView: (actor: LiveActor) => boolean): Promise<AdoptedRigs>;
}

export interface AdoptedRigs {
  /** gt's names of the rigs whose Rig is there by now, and is not known yet. */
  readonly coming: ReadonlySet<string>;
  /** Of the first rig that no resource may stand for; the others are shown all the same. */
  readonly refusal: ApiError | null;
}

export function createRigAdopter(ports: RigAdopterPorts): RigAdopter {
  const absences = createRigAbsences();
  return {
    async adopt(observation, isView) {
      const actors = ports.actors();
      const views = actors.filter(rigKind.owns).filter(({ ref }) => isOurs(ref, ports.seenRig(ref.name)));
      const adopted = views.map(asAdopted);
      absences.count(
        observation,
        adopted.map(({ gtName }) => gtName),
      );
      const plan = planRigAdoption({
        ...{ observation, adopted, rigs: ports.rigs() },
        absences: (gtName) => absences.of(gtName),
        named: namedRigs(actors.filter((actor) => !isView(actor))),
      });
      const released = new Set(plan.release);
      for (const { ref } of views) if (released.has(ref.uid)) await release(ports, ref);
      return show(ports, plan.adopt);
    },
  };
}

async function show(ports: RigAdopterPorts, gtNames: readonly string[]): Promise<AdoptedRigs> {
  if (gtNames.length === 0) return { coming: new Set(), refusal: null };
  const urls = await ports.rigUrls();
  const coming = new Set<string>();
  const refusals: ApiError[] = [];
  for (const gtName of gtNames) {
    let nth = 1;
    const view = () => rigViewOf(ports, gtName, urls.get(gtName), nth);
    // A Rig that has the name stands for another rig, or is of another town.
    while (ports.seenRig(view().metadata.name) !== undefined) nth += 1;
    try {
      await createObject(ports.api, RIG, view());
      coming.add(gtName);
    } catch (error) {
      if (!isApiError(error, 422)) throw error;
      refusals.push(error);
    }
  }
  return { coming, refusal: refusals[0] ?? null };
}

/** Looked at once more, for a person may have taken it over since: it is deleted only as it was then. */
async function release({ api }: RigAdopterPorts, ref: ActorRef): Promise<void> {
  const view = await readObject(api, RIG, { name: ref.name });
  if (isOurs(ref, view)) await deleteObject(api, objectRef(rigKind, ref), view.metadata.resourceVersion);
}

function isOurs({ uid }: ActorRef, view: Rig | undefined): view is Rig {
  return view?.metadata.uid === uid && isUntouchedRigView(view);
}

function asAdopted({ ref, context }: RigActor): AdoptedRig {
  return { uid: ref.uid, name: ref.name, gtName: gtNameOf(context) };
}

function namedRigs(actors: readonly LiveActor[]): ReadonlySet<string> {
  return new Set(actors.flatMap(({ context }) => context.desired.rig ?? []));
}
