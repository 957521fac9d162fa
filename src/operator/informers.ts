/** The informers of the kinds that have actors. */
import { rigKind, type AnyObject, type Kind, type OfObject, type Reader } from "../kinds/index.ts";
import {
  Informer,
  isApiError,
  ParseProblem,
  type KubeApi,
  type ObjectStore,
  type Resource,
} from "../kube/index.ts";
import type { SetTimer } from "@gastown/system";
import type { Bridge } from "./bridge.ts";
import { refusalText, type ServedKind } from "./served.ts";
import type { Stores } from "./stores.ts";

export interface InformerPorts {
  readonly api: KubeApi;
  readonly stores: Pick<Stores, "all">;
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
  /** Undefined for a kind that this operator does not have. */
  served(kind: Kind): ServedKind | undefined;
  kinds(): readonly ServedKind[];
  /** Resolves once Rigs, Polecats and Convoys are listed and the views were tried: nobody waits for a view. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The informer of one kind, whatever its objects are. */
interface OfKind {
  readonly kind: Kind;
  readonly informer: Pick<
    Informer<AnyObject>,
    "resource" | "hasListed" | "refusal" | "hasSynced" | "wasTried" | "close"
  > & { start(): unknown };
}

export function createInformers(ports: InformerPorts): Informers {
  const all = ports.stores.all.map(({ kind, open }): OfKind => ({
    kind,
    informer: open<OfKind["informer"]>((store, of) => informerOf(ports, kind, of, store)),
  }));
  return {
    served(wanted) {
      const found = all.find(({ kind }) => kind.name === wanted.name);
      return found === undefined ? undefined : servedKind(found);
    },
    kinds: () => all.map(servedKind),
    start: () => startAll(all),
    async close() {
      await Promise.all(all.map(({ informer }) => informer.close()));
    },
  };
}

async function startAll(all: readonly OfKind[]): Promise<void> {
  // Rigs first: a Polecat whose Rig is not known yet would be told that there is none.
  const [rigs, rest] = [
    all.filter(({ kind }) => kind === rigKind),
    all.filter(({ kind }) => kind !== rigKind),
  ];
  for (const { informer } of rigs) informer.start();
  await Promise.all(rigs.map(({ informer }) => informer.hasSynced));
  for (const { informer } of rest) informer.start();
  await Promise.all(rest.map(({ kind, informer }) => (kind.isView ? informer.wasTried : informer.hasSynced)));
}

function servedKind({ kind: { isView }, informer: { resource, hasListed, refusal } }: OfKind): ServedKind {
  return { resource, isView, hasListed, refusal };
}

function informerOf<Object extends AnyObject>(
  ports: InformerPorts,
  kind: Kind,
  of: OfObject<Object>,
  store: ObjectStore<Object>,
): Informer<Object> {
  const { name, plural, resource, scope } = kind;
  const { api, now, setTimer, random, onMissed, onDisturbed, onProblem, onServed } = ports;
  return new Informer({
    api,
    resource: { ...resource, parse: parserOf(name, of.read, onProblem) },
    store,
    handler: ports.bridge(kind, of, store),
    namespace: scope === "Cluster" ? undefined : ports.namespace,
    now,
    setTimer,
    random,
    onMissed: (count) => onMissed(name, count),
    onUnreadable: ({ namespace: place = "", name: object, problem }) =>
      onProblem(name, `${name} ${place}/${object} cannot be read and is left alone: ${problem}`),
    onRefused: (refusal) => {
      onServed(name, false);
      onProblem(name, refusalText(resource, refusal));
    },
    onServed: () => onServed(name, true),
    onDisturbance: ({ error, during, waitMs }) => {
      // Told once: it is asked for again and again, until it is there.
      if (isApiError(error, 403, 404)) return;
      onDisturbed(name);
      onProblem(name, `the ${during} of ${plural} failed; next try in ${Math.round(waitMs)} ms`, error);
    },
  });
}

/** A mangled part of a status is left out, so that the object stays readable; nobody would know of it otherwise. */
function parserOf<Object extends AnyObject>(
  kind: string,
  read: Reader<Object>,
  tell: InformerPorts["onProblem"],
): Resource<Object>["parse"] {
  return (raw) => {
    const reading = read(raw);
    if (!reading.ok) return new ParseProblem(reading.problem);
    if (reading.dropped.length > 0) {
      const { namespace = "", name } = reading.object.metadata;
      tell(
        kind,
        `dropped what is mangled in the status of ${kind} ${namespace}/${name}: ${reading.dropped.join("; ")}`,
      );
    }
    return reading.object;
  };
}
