/** The informers of the kinds that have actors. */
import {
  polecatKind,
  rigKind,
  witnessKind,
  type AnyObject,
  type Kind,
  type OfObject,
  type Polecat,
  type Reader,
  type Rig,
  type Witness,
} from "../kinds/index.ts";
import {
  Informer,
  isApiError,
  ParseProblem,
  type InformerEvent,
  type KubeApi,
  type ObjectRef,
  type PresentStatus,
  type Resource,
} from "../kube/index.ts";
import type { SetTimer } from "@gastown/system";
import type { ActorRef } from "../host/index.ts";
import type { Bridge } from "./bridge.ts";
import { refusalText, type ServedKind } from "./served.ts";

export interface InformerPorts {
  readonly api: KubeApi;
  readonly kinds: readonly Kind[];
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
  readonly witnesses: Informer<Witness>;
  /** The resource of an actor, as it was last read; undefined where another one has its name now. */
  get(ref: ActorRef): AnyObject | undefined;
  /** What the server has of an object, as far as was seen. */
  present(ref: ObjectRef): PresentStatus | undefined;
  /** Offers all objects that name a Rig once more. */
  again(rig: string): void;
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
    "lister" | "resource" | "hasListed" | "refusal" | "hasSynced" | "wasTried" | "close"
  > & { start(): unknown };
  readonly again: (rig: string) => void;
}

export function createInformers(ports: InformerPorts): Informers {
  const made = new Map<string, OfKind>();
  const make = <Object extends AnyObject>(kind: Kind, of: OfObject<Object>): Informer<Object> => {
    const handler = ports.bridge(kind, of);
    const informer = informerOf(ports, kind, of, handler);
    const again = (rig: string): void => {
      for (const object of informer.lister.list())
        if (of.rigRef(object) === rig) handler({ type: "applied", object });
    };
    made.set(kind.name, { kind, informer, again });
    return informer;
  };
  const rigs = make(rigKind, rigKind);
  const polecats = make(polecatKind, polecatKind);
  const witnesses = make(witnessKind, witnessKind);
  for (const kind of ports.kinds) if (!made.has(kind.name)) kind.ofObjects((of) => void make(kind, of));
  const all = ports.kinds.flatMap(({ name }) => made.get(name) ?? []);
  return {
    ...{ rigs, polecats, witnesses },
    get(ref) {
      const object = all.find(({ kind }) => kind.singular === ref.kind)?.informer.lister.get(ref);
      return object?.metadata.uid === ref.uid ? object : undefined;
    },
    present: (ref) => made.get(ref.resource.kind)?.informer.lister.present(ref),
    again(rig) {
      for (const one of all) one.again(rig);
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
  { name, plural, resource, scope }: Kind,
  { read }: OfObject<Object>,
  handler: (event: InformerEvent<Object>) => void,
): Informer<Object> {
  const { api, now, setTimer, random, onMissed, onDisturbed, onProblem, onServed } = ports;
  return new Informer({
    api,
    resource: { ...resource, parse: parserOf(name, read, onProblem) },
    handler,
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
