/** The watch bridge: resources as they appear, change and go, as starts, new specs and stops of their actors. */
import { isDeepStrictEqual } from "node:util";
import {
  liveActor,
  polecatKind,
  type AnyObject,
  type Kind,
  type LiveActor,
  type OfObject,
  type Surroundings,
} from "../kinds/index.ts";
import type { ActorKind, ActorRef, Host, HostEvent } from "../host/index.ts";
import type { InformerEvent, Lister } from "../kube/index.ts";
import type { Publisher } from "./publisher.ts";

export interface BridgePorts extends Pick<Surroundings, "gtName" | "rig" | "hasPods" | "stuckThresholdMs"> {
  readonly host: Host;
  readonly publisher: Publisher;
  readonly now: () => number;
  /** A spec is new or has changed: the town should be read soon. */
  readonly onDesired: () => void;
  /** A resource came or changed; for what is kept beside the actors. */
  readonly onApplied: (ref: ActorRef) => void;
}

/** What becomes of the events of a kind's informer. */
export type Bridge = <Object extends AnyObject>(
  kind: Kind,
  of: OfObject<Object>,
  lister: Lister<Object>,
) => (event: InformerEvent<Object>) => void;

export function createBridge(ports: BridgePorts): Bridge {
  const { host, publisher } = ports;
  return (listed, { desired, input, variants }) =>
    ({ type, object }) => {
      const kind = variants?.of(object, ports) ?? listed;
      const ref = actorRef(kind, object);
      for (const other of [listed, ...(variants?.all ?? [])]) {
        if (other.kind !== kind.kind) stop(ports, { ...ref, kind: other.kind });
      }
      if (type === "deleted") {
        host.stop(ref);
        publisher.forget(ref);
        return;
      }
      const around = (): Surroundings => surroundings(ports, ref);
      const isNew = begin(ports, kind, ref, () => input(object, around()), object.status?.snapshot);
      const isChanged = offerDesired(ports, ref, desired(object, around()), object.metadata.resourceVersion);
      if (isNew || isChanged) ports.onDesired();
      const view = host.get(ref);
      if (view !== undefined && !isNew) publisher.resync(view);
      ports.onApplied(ref);
    };
}

export function actorRef({ kind }: Pick<ActorKind, "kind">, { metadata }: AnyObject): ActorRef {
  const { namespace = "", name, uid } = metadata;
  return { kind, namespace, name, uid };
}

function surroundings(
  { host, gtName, rig, hasPods, stuckThresholdMs }: BridgePorts,
  ref: ActorRef,
): Surroundings {
  const view = host.get(ref);
  const actor: LiveActor | undefined = view === undefined ? undefined : liveActor(view);
  const polecat = actor !== undefined && polecatKind.owns(actor) ? actor : undefined;
  return { gtName, rig, hasPods, stuckThresholdMs, polecat };
}

/** A resource that was made anew under an old name may be driven by another machine. */
function stop(
  { host, publisher }: Pick<BridgePorts, "host" | "publisher">,
  ref: Pick<ActorRef, "kind" | "namespace" | "name">,
): void {
  const earlier = host.get(ref);
  if (earlier === undefined) return;
  host.stop(earlier.ref);
  publisher.forget(earlier.ref);
}

/** @returns whether the actor began now. A resource made anew under an old name is another actor. */
function begin(
  { host, publisher }: BridgePorts,
  kind: ActorKind,
  ref: ActorRef,
  input: () => object,
  persisted: unknown,
): boolean {
  const earlier = host.get(ref);
  if (earlier?.ref.uid === ref.uid) return false;
  stop({ host, publisher }, ref);
  host.start(kind, ref, { input: input(), persisted });
  return true;
}

/** Status writes come back as watch events: a spec that the actor knows already is no event. */
function offerDesired({ host, now }: BridgePorts, ref: ActorRef, desired: object, version: string): boolean {
  const view = host.get(ref);
  if (view === undefined || isDeepStrictEqual(liveActor(view).context.desired, desired)) return false;
  const event: HostEvent & { readonly desired: object } = { type: "spec.observed", at: now(), desired };
  host.send(ref, event, `resourceVersion:${version}`);
  return true;
}
