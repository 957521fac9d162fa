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
} from "../kinds/index.ts";
import {
  Informer,
  isApiError,
  resourceOf,
  type InformerEvent,
  type KubeApi,
  type ObjectRef,
  type PresentStatus,
  type Resource,
} from "../kube/index.ts";
import type { SetTimer } from "../system/index.ts";
import type { Bridge } from "./bridge.ts";
import { objectRef, RESOURCES } from "./resources.ts";
import type { ActorRef } from "../host/index.ts";
import { refusalText, type ServedKind } from "./served.ts";

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
  readonly setTimer: SetTimer;
  readonly random: () => number;
  readonly bridge: Bridge;
  readonly onMissed: (kind: string, count: number) => void;
  readonly onDisturbed: (kind: string) => void;
  readonly onServed: (kind: string, isServed: boolean) => void;
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
  kinds(): readonly ServedKind[];
  /** Resolves once Rigs, Polecats and Convoys are listed and the views were tried: nobody waits for a view. */
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
  const core = [rigs, polecats, convoys];
  const views = [witnesses, refineries, beadStores];
  return {
    ...{ rigs, polecats, convoys, witnesses, refineries, beadStores },
    get(ref) {
      const { resource } = objectRef(ref);
      const object = isWatched(resource.kind) ? all[resource.kind].lister.get(ref) : undefined;
      return object?.metadata.uid === ref.uid ? object : undefined;
    },
    present(ref) {
      const { kind } = ref.resource;
      return isWatched(kind) ? all[kind].lister.present(ref) : undefined;
    },
    kinds: () => [
      ...core.map((informer) => servedKind(informer, false)),
      ...views.map((informer) => servedKind(informer, true)),
    ],
    start: () => startAll(core, views),
    async close() {
      await Promise.all(Object.values(all).map((informer) => informer.close()));
    },
  };
}

interface Startable extends Pick<Informer<Watched>, "hasSynced" | "wasTried"> {
  start(): unknown;
}

async function startAll([rigs, ...rest]: readonly Startable[], views: readonly Startable[]): Promise<void> {
  // Rigs first: a Polecat whose Rig is not known yet would be told that there is none.
  rigs?.start();
  await rigs?.hasSynced;
  for (const informer of [...rest, ...views]) informer.start();
  await Promise.all([...rest.map(({ hasSynced }) => hasSynced), ...views.map(({ wasTried }) => wasTried)]);
}

function servedKind(
  { resource, hasListed, refusal }: Pick<Informer<Watched>, "resource" | "hasListed" | "refusal">,
  isView: boolean,
): ServedKind {
  return { resource, isView, hasListed, refusal };
}

function informerOf<T extends Watched>(
  ports: InformerPorts,
  resource: Resource<T>,
  handler: (event: InformerEvent<T>) => void,
  namespace: string | undefined,
): Informer<T> {
  const { api, now, setTimer, random, onMissed, onDisturbed, onProblem, onServed } = ports;
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
    onRefused: (refusal) => {
      onServed(kind, false);
      onProblem(kind, refusalText(resource, refusal));
    },
    onServed: () => onServed(kind, true),
    onDisturbance: ({ error, during, waitMs }) => {
      // Told once: it is asked for again and again, until it is there.
      if (isApiError(error, 403, 404)) return;
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
