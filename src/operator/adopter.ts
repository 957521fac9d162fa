/** Carries out adoption: creates and deletes Polecats that only observe. */
import { ADOPTED_LABEL, BOUND_POLECAT_ANNOTATION, RIG_LABEL, type Polecat } from "../api/index.ts";
import type { PolecatActor } from "../actors/index.ts";
import { createObject, deleteObject, type KubeApi, type Resource } from "../kube/index.ts";
import { planAdoption, type AdoptedPolecat, type Claims, type TownObservation } from "../town/index.ts";
import { objectRef } from "./resources.ts";

export interface AdopterPorts {
  readonly api: KubeApi;
  readonly resource: Resource<Polecat>;
  readonly namespace: string;
  readonly claims: Claims;
  readonly polecats: () => readonly PolecatActor[];
  readonly isAdopted: (actor: PolecatActor) => boolean;
  readonly onError: (error: unknown) => void;
}

export interface Adopter {
  /** Brings the adopted resources in line with an observation; one round at a time. */
  adopt(observation: TownObservation): void;
}

export function createAdopter(ports: AdopterPorts): Adopter {
  let round: Promise<void> | null = null;
  return {
    adopt(observation) {
      if (round !== null) return;
      round = carryOut(ports, observation)
        .catch(ports.onError)
        .finally(() => {
          round = null;
        });
    },
  };
}

async function carryOut(ports: AdopterPorts, observation: TownObservation): Promise<void> {
  const actors = ports.polecats();
  const adopted = actors.filter(ports.isAdopted);
  const plan = planAdoption({
    observation,
    claims: ports.claims,
    adopted: adopted.map(asAdopted),
    bound: new Set(actors.flatMap(({ context }) => boundNames(context))),
    slinging: new Set(
      actors.filter(({ state }) => state === "pending.slinging").map(({ context }) => context.wish.rig),
    ),
  });
  for (const { rig, polecat } of plan.adopt) await create(ports, rig, polecat);
  const released = new Set(plan.release);
  for (const { ref } of adopted) if (released.has(ref.uid)) await deleteObject(ports.api, objectRef(ref));
}

function asAdopted({ ref, state, context }: PolecatActor): AdoptedPolecat {
  return {
    uid: ref.uid,
    rig: context.wish.rig,
    polecat: context.wish.boundTo ?? "",
    isTerminated: state === "terminated",
  };
}

function boundNames({ wish, polecatName }: PolecatActor["context"]): readonly string[] {
  return [wish.boundTo, polecatName].filter((name) => name !== null).map((name) => `${wish.rig}/${name}`);
}

/** The name is the town's, so that a second round finds the first one's resource instead of making another. */
async function create(
  { api, resource, namespace }: AdopterPorts,
  rig: string,
  polecat: string,
): Promise<void> {
  await createObject(api, resource, {
    metadata: {
      name: `${rig}-${polecat}`.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-"),
      namespace,
      labels: { [ADOPTED_LABEL]: "true", [RIG_LABEL]: rig },
      annotations: { [BOUND_POLECAT_ANNOTATION]: polecat },
    },
    spec: { rig, desiredState: "Idle", management: "Observe" },
  });
}
