/** The informers of the kinds that have actors. */
import {
  convoySchema,
  polecatSchema,
  rigSchema,
  witnessSchema,
  type Convoy,
  type Polecat,
  type Rig,
  type Witness,
} from "../api/index.ts";
import {
  Informer,
  resourceOf,
  type InformerEvent,
  type KubeApi,
  type ObjectRef,
  type PresentStatus,
  type Resource,
} from "../kube/index.ts";
import { RESOURCES } from "./resources.ts";

export const RIG: Resource<Rig> = resourceOf(RESOURCES.rig, rigSchema);
export const POLECAT: Resource<Polecat> = resourceOf(RESOURCES.polecat, polecatSchema);
export const CONVOY: Resource<Convoy> = resourceOf(RESOURCES.convoy, convoySchema);
const WITNESS: Resource<Witness> = resourceOf(RESOURCES.witness, witnessSchema);

export interface InformerPorts {
  readonly api: KubeApi;
  readonly namespace: string | undefined;
  readonly now: () => number;
  readonly random: () => number;
  readonly onRig: (event: InformerEvent<Rig>) => void;
  readonly onPolecat: (event: InformerEvent<Polecat>) => void;
  readonly onConvoy: (event: InformerEvent<Convoy>) => void;
  readonly onWitness: (event: InformerEvent<Witness>) => void;
  readonly onMissed: (kind: string, count: number) => void;
  readonly onProblem: (kind: string, problem: string, error?: unknown) => void;
}

export interface Informers {
  readonly rigs: Informer<Rig>;
  readonly polecats: Informer<Polecat>;
  readonly convoys: Informer<Convoy>;
  readonly witnesses: Informer<Witness>;
  /** What the server has of an object, as far as was seen. */
  present(ref: ObjectRef): PresentStatus | undefined;
  /** Resolves once all have listed. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createInformers(ports: InformerPorts): Informers {
  const { onRig, onPolecat, onConvoy, onWitness, namespace } = ports;
  const make = <T>(
    resource: Resource<T>,
    handler: (event: InformerEvent<T>) => void,
    only: string | undefined,
  ): Informer<T> =>
    new Informer({
      api: ports.api,
      resource,
      handler,
      namespace: only,
      now: ports.now,
      random: ports.random,
      onMissed: (count) => ports.onMissed(resource.kind, count),
      onUnreadable: ({ namespace: place = "", name, problem }) =>
        ports.onProblem(
          resource.kind,
          `${resource.kind} ${place}/${name} cannot be read and is left alone: ${problem}`,
        ),
      onDisturbance: ({ error, during, waitMs }) =>
        ports.onProblem(
          resource.kind,
          `the ${during} of ${resource.plural} failed; next try in ${Math.round(waitMs)} ms`,
          error,
        ),
    });
  const rigs = make(RIG, onRig, undefined);
  const polecats = make(POLECAT, onPolecat, namespace);
  const convoys = make(CONVOY, onConvoy, namespace);
  const witnesses = make(WITNESS, onWitness, namespace);
  return {
    rigs,
    polecats,
    convoys,
    witnesses,
    present(ref) {
      const all = { Rig: rigs, Polecat: polecats, Convoy: convoys, Witness: witnesses };
      const { kind } = ref.resource;
      return isWatched(kind) ? all[kind].lister.present(ref) : undefined;
    },
    async start() {
      // Rigs first: a Polecat whose Rig is not known yet would be told that there is none.
      await rigs.start().hasSynced;
      await Promise.all([polecats, convoys, witnesses].map((informer) => informer.start().hasSynced));
    },
    async close() {
      await Promise.all([rigs, polecats, convoys, witnesses].map((informer) => informer.close()));
    },
  };
}

function isWatched(kind: string): kind is "Rig" | "Polecat" | "Convoy" | "Witness" {
  return Object.values(RESOURCES).some((resource) => resource.kind === kind);
}
