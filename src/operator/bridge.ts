/** The watch bridge: resources as they appear, change and go, as starts, wishes and stops of their actors. */
import { isDeepStrictEqual } from "node:util";
import {
  type BeadStore,
  beadStoreInput,
  beadStoreKind,
  beadStoreWish,
  type Convoy,
  convoyInput,
  convoyKind,
  convoyWish,
  liveActor,
  type Polecat,
  polecatInput,
  polecatKind,
  polecatWish,
  type Refinery,
  refineryInput,
  refineryKind,
  refineryWish,
  type Rig,
  rigInput,
  rigKind,
  rigWish,
  type Witness,
  witnessInput,
  witnessKind,
  witnessWish,
} from "../kinds/index.ts";
import type { ActorKind, ActorRef, Host, HostEvent } from "../host/index.ts";
import type { InformerEvent } from "../kube/index.ts";
import { gtRigFor } from "./gt-rig.ts";
import type { Publisher } from "./publisher.ts";

export interface BridgePorts {
  readonly host: Host;
  readonly publisher: Publisher;
  readonly now: () => number;
  /** A wish is new or has changed: the town should be read soon. */
  readonly onWish: () => void;
  /** A Polecat came or changed; for what is kept beside the actors. */
  readonly onPolecat: (polecat: Polecat) => void;
  readonly stuckThresholdMs: number;
  /** gt's name of the rig that a Rig stands for; undefined where there is no such Rig. */
  readonly gtName: (rig: string) => string | undefined;
}

export interface Bridge {
  readonly rig: (event: InformerEvent<Rig>) => void;
  readonly polecat: (event: InformerEvent<Polecat>) => void;
  readonly convoy: (event: InformerEvent<Convoy>) => void;
  readonly witness: (event: InformerEvent<Witness>) => void;
  readonly refinery: (event: InformerEvent<Refinery>) => void;
  readonly beadStore: (event: InformerEvent<BeadStore>) => void;
}

type AnyResource = Rig | Polecat | Convoy | Witness | Refinery | BeadStore;

export function createBridge(ports: BridgePorts): Bridge {
  const processEvent = <Resource extends AnyResource>(
    kind: ActorKind,
    event: InformerEvent<Resource>,
    read: { readonly wish: (resource: Resource) => object; readonly input: (resource: Resource) => object },
  ): void => {
    const { object } = event;
    const ref = actorRef(kind, object);
    if (event.type === "deleted") {
      ports.host.stop(ref);
      ports.publisher.forget(ref);
      return;
    }
    const isNew = begin(ports, kind, ref, () => read.input(object), object.status?.snapshot);
    const isChanged = offerWish(ports, ref, read.wish(object), object.metadata.resourceVersion);
    if (isNew || isChanged) ports.onWish();
    const view = ports.host.get(ref);
    if (view !== undefined && !isNew) ports.publisher.resync(view);
  };
  return {
    rig: (event) => processEvent(rigKind, event, { wish: rigWish, input: rigInput }),
    convoy: (event) => processEvent(convoyKind, event, { wish: convoyWish, input: convoyInput }),
    witness: (event) => processEvent(witnessKind, event, { wish: witnessWish, input: witnessInput }),
    refinery: (event) => processEvent(refineryKind, event, { wish: refineryWish, input: refineryInput }),
    beadStore: (event) => processEvent(beadStoreKind, event, { wish: beadStoreWish, input: beadStoreInput }),
    polecat(event) {
      const gtRig = (polecat: Polecat): string | null =>
        gtRigFor(polecat, ports.gtName(polecat.spec.rig), ports.host.get(actorRef(polecatKind, polecat)));
      processEvent(polecatKind, event, {
        wish: (polecat) => polecatWish(polecat, gtRig(polecat)),
        input: (polecat) => polecatInput(polecat, gtRig(polecat), ports.stuckThresholdMs),
      });
      if (event.type === "applied") ports.onPolecat(event.object);
    },
  };
}

export function actorRef(kind: ActorKind, { metadata }: AnyResource): ActorRef {
  const { namespace = "", name, uid } = metadata;
  return { kind: kind.kind, namespace, name, uid };
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
  if (earlier !== undefined) {
    host.stop(earlier.ref);
    publisher.forget(earlier.ref);
  }
  host.start(kind, ref, { input: input(), persisted });
  return true;
}

/** Status writes come back as watch events: a wish that the actor knows already is no event. */
function offerWish({ host, now }: BridgePorts, ref: ActorRef, wish: object, version: string): boolean {
  const view = host.get(ref);
  if (view === undefined || isDeepStrictEqual(liveActor(view).context.wish, wish)) return false;
  host.send(ref, { type: "spec.observed", at: now(), wish } as HostEvent, `resourceVersion:${version}`);
  return true;
}
