/** The informers of the kinds that have actors. */
import {
  beadStoreSchema,
  convoySchema,
  parseBeadStore,
  parseConvoy,
  parsePolecat,
  parseRefinery,
  parseRig,
  parseWitness,
  polecatSchema,
  refinerySchema,
  rigSchema,
  witnessSchema,
  type BeadStore,
  type Convoy,
  type KindName,
  type Polecat,
  type Reader,
  type Refinery,
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
import type { Bridge } from "./bridge.ts";
import { objectRef, RESOURCES } from "./resources.ts";
import type { ActorRef } from "../host/index.ts";

export const RIG: Resource<Rig> = resourceOf(RESOURCES.rig, rigSchema);
export const POLECAT: Resource<Polecat> = resourceOf(RESOURCES.polecat, polecatSchema);
export const CONVOY: Resource<Convoy> = resourceOf(RESOURCES.convoy, convoySchema);
const WITNESS: Resource<Witness> = resourceOf(RESOURCES.witness, witnessSchema);
const REFINERY: Resource<Refinery> = resourceOf(RESOURCES.refinery, refinerySchema);
const BEAD_STORE: Resource<BeadStore> = resourceOf(RESOURCES.beadstore, beadStoreSchema);

type Watched = Rig | Polecat | Convoy | Witness | Refinery | BeadStore;

export interface InformerPorts {
  readonly api: KubeApi;
  readonly namespace: string | undefined;
  readonly now: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly random: () => number;
  readonly bridge: Bridge;
  readonly onMissed: (kind: string, count: number) => void;
  readonly onDisturbed: (kind: string) => void;
  readonly onProblem: (kind: string, problem: string, error?: unknown) => void;
}

export interface Informers {
  readonly rigs: Informer<Rig>;
  readonly polecats: Informer<Polecat>;
  readonly convoys: Informer<Convoy>;
  readonly witnesses: Informer<Witness>;
  readonly refineries: Informer<Refinery>;
  readonly beadStores: Informer<BeadStore>;
  /** The resource of an actor, as it was last read; undefined where another one has its name now. */
  get(ref: ActorRef): Watched | undefined;
  /** What the server has of an object, as far as was seen. */
  present(ref: ObjectRef): PresentStatus | undefined;
  /** Resolves once all have listed. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createInformers(ports: InformerPorts): Informers {
  const { bridge, namespace } = ports;
  const make = <T extends Watched>(
    resource: Resource<T>,
    read: Reader<T>,
    handler: (event: InformerEvent<T>) => void,
    only: string | undefined,
  ): Informer<T> => informerOf(ports, tellingDropped(resource, read, ports.onProblem), handler, only);
  const rigs = make(RIG, parseRig, bridge.rig, undefined);
  const polecats = make(POLECAT, parsePolecat, bridge.polecat, namespace);
  const convoys = make(CONVOY, parseConvoy, bridge.convoy, namespace);
  const witnesses = make(WITNESS, parseWitness, bridge.witness, namespace);
  const refineries = make(REFINERY, parseRefinery, bridge.refinery, namespace);
  const beadStores = make(BEAD_STORE, parseBeadStore, bridge.beadStore, namespace);
  const all = {
    Rig: rigs,
    Polecat: polecats,
    Convoy: convoys,
    Witness: witnesses,
    Refinery: refineries,
    BeadStore: beadStores,
  };
  const rest = [polecats, convoys, witnesses, refineries, beadStores];
  return {
    rigs,
    polecats,
    convoys,
    witnesses,
    refineries,
    beadStores,
    get(ref) {
      const { resource } = objectRef(ref);
      const object = isWatched(resource.kind) ? all[resource.kind].lister.get(ref) : undefined;
      return object?.metadata.uid === ref.uid ? object : undefined;
    },
    present(ref) {
      const { kind } = ref.resource;
      return isWatched(kind) ? all[kind].lister.present(ref) : undefined;
    },
    async start() {
      // Rigs first: a Polecat whose Rig is not known yet would be told that there is none.
      await rigs.start().hasSynced;
      await Promise.all(rest.map((informer) => informer.start().hasSynced));
    },
    async close() {
      await Promise.all([rigs, ...rest].map((informer) => informer.close()));
    },
  };
}

function informerOf<T extends Watched>(
  { api, now, setTimer, random, onMissed, onDisturbed, onProblem }: InformerPorts,
  resource: Resource<T>,
  handler: (event: InformerEvent<T>) => void,
  namespace: string | undefined,
): Informer<T> {
  const { kind, plural } = resource;
  return new Informer({
    api,
    resource,
    handler,
    namespace,
    now,
    setTimer,
    random,
    onMissed: (count) => onMissed(kind, count),
    onUnreadable: ({ namespace: place = "", name, problem }) =>
      onProblem(kind, `${kind} ${place}/${name} cannot be read and is left alone: ${problem}`),
    onDisturbance: ({ error, during, waitMs }) => {
      onDisturbed(kind);
      onProblem(kind, `the ${during} of ${plural} failed; next try in ${Math.round(waitMs)} ms`, error);
    },
  });
}

/** A mangled part of a status is left out, so that the object stays readable; nobody would know of it otherwise. */
function tellingDropped<T extends Watched>(
  resource: Resource<T>,
  read: Reader<T>,
  tell: InformerPorts["onProblem"],
): Resource<T> {
  return {
    ...resource,
    parse(raw) {
      const reading = read(raw);
      if (!reading.ok) return resource.parse(raw);
      if (reading.dropped.length > 0) {
        const { kind } = resource;
        const { namespace = "", name } = reading.object.metadata;
        tell(
          kind,
          `dropped what is mangled in the status of ${kind} ${namespace}/${name}: ${reading.dropped.join("; ")}`,
        );
      }
      return reading.object;
    },
  };
}

function isWatched(kind: string): kind is KindName {
  return Object.values(RESOURCES).some((resource) => resource.kind === kind);
}
