/** The informers of the kinds that have actors. */
import {
  convoySchema,
  parseConvoy,
  parsePolecat,
  parseRig,
  polecatSchema,
  rigSchema,
  type Convoy,
  type Polecat,
  type Reader,
  type Rig,
} from "../api/index.ts";
import { Informer, resourceOf, type InformerEvent, type KubeApi, type Resource } from "../kube/index.ts";
import { RESOURCES } from "./resources.ts";

export const RIG: Resource<Rig> = resourceOf(RESOURCES.rig, rigSchema);
export const POLECAT: Resource<Polecat> = resourceOf(RESOURCES.polecat, polecatSchema);
export const CONVOY: Resource<Convoy> = resourceOf(RESOURCES.convoy, convoySchema);

export interface InformerPorts {
  readonly api: KubeApi;
  readonly namespace: string | undefined;
  readonly now: () => number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly random: () => number;
  readonly onRig: (event: InformerEvent<Rig>) => void;
  readonly onPolecat: (event: InformerEvent<Polecat>) => void;
  readonly onConvoy: (event: InformerEvent<Convoy>) => void;
  readonly onMissed: (kind: string, count: number) => void;
  readonly onProblem: (kind: string, problem: string, error?: unknown) => void;
}

export interface Informers {
  readonly rigs: Informer<Rig>;
  readonly polecats: Informer<Polecat>;
  readonly convoys: Informer<Convoy>;
  /** Resolves once all three have listed. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export function createInformers(ports: InformerPorts): Informers {
  const { onRig, onPolecat, onConvoy, namespace } = ports;
  const make = <T extends Rig | Polecat | Convoy>(
    resource: Resource<T>,
    read: Reader<T>,
    handler: (event: InformerEvent<T>) => void,
    only: string | undefined,
  ): Informer<T> =>
    new Informer({
      api: ports.api,
      resource: tellingDropped(resource, read, ports.onProblem),
      handler,
      namespace: only,
      now: ports.now,
      setTimer: ports.setTimer,
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
  const rigs = make(RIG, parseRig, onRig, undefined);
  const polecats = make(POLECAT, parsePolecat, onPolecat, namespace);
  const convoys = make(CONVOY, parseConvoy, onConvoy, namespace);
  return {
    rigs,
    polecats,
    convoys,
    async start() {
      // Rigs first: a Polecat whose Rig is not known yet would be told that there is none.
      await rigs.start().hasSynced;
      await Promise.all([polecats.start().hasSynced, convoys.start().hasSynced]);
    },
    async close() {
      await Promise.all([rigs.close(), polecats.close(), convoys.close()]);
    },
  };
}

/** A mangled part of a status is left out, so that the object stays readable; nobody would know of it otherwise. */
function tellingDropped<T extends Rig | Polecat | Convoy>(
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
