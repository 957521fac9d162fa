/** A live actor with its context read as what its machine made it. */
import type {
  BeadStoreContext,
  BeadStoreTag,
  ConvoyContext,
  ConvoyTag,
  PodContext,
  PodTag,
  PolecatContext,
  PolecatTag,
  RefineryContext,
  RefineryTag,
  RigContext,
  RigTag,
  SharedTag,
  WitnessContext,
  WitnessTag,
} from "../../machines/index.ts";
import type { ActorKind, ActorRef, ExecutionState } from "../host/index.ts";
// Not through the room's door: the inspector's page has this file, and nothing in a browser can open a journal's folder.
import { statePath } from "../host/state-path.ts";

/** What the context of every machine has. */
export interface AnyContext {
  readonly uid: string;
  /** With the name of the Rig that it belongs to; null for one of no rig, and absent for a Rig. */
  readonly desired: { readonly generation: number; readonly rig?: string | null };
  /** Null until the town was read for it. */
  readonly facts: object | null;
  /** Start of the newest trusted read of the town, epoch ms. */
  readonly lastGoodAt: number | null;
}

export interface Live<Name extends string, Context extends AnyContext, Tag extends string> {
  /** The singular of its kind, such as `polecat`. */
  readonly kind: Name;
  readonly ref: ActorRef;
  /** The machine's state, such as `working.healthy`: a word for people. Whoever decides from it asks for tags. */
  readonly state: string;
  readonly hasTag: (tag: Tag | SharedTag) => boolean;
  readonly context: Context;
  readonly execution: ExecutionState;
}

/** Of any kind: `KindOf.owns` tells whether it is of a certain one. */
export type LiveActor = Live<string, AnyContext, never>;

export type PolecatActor = Live<"polecat", PolecatContext, PolecatTag>;
/** Of a Polecat whose agent runs in a pod. */
export type PodPolecatActor = Live<"polecat-in-pods", PodContext, PodTag>;
export type ConvoyActor = Live<"convoy", ConvoyContext, ConvoyTag>;
export type RigActor = Live<"rig", RigContext, RigTag>;
export type WitnessActor = Live<"witness", WitnessContext, WitnessTag>;
export type RefineryActor = Live<"refinery", RefineryContext, RefineryTag>;
export type BeadStoreActor = Live<"beadstore", BeadStoreContext, BeadStoreTag>;

/** What a status is made from: where an actor is in its machine, and what it remembers. */
export type Placed<Actor> = Pick<Actor, Extract<keyof Actor, "state" | "context" | "hasTag">>;

interface View {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
  readonly state: ExecutionState;
}

export function liveActor({ ref, kind, state: execution }: View): LiveActor {
  const context: unknown = execution.snapshot.context;
  if (!isContext(context)) throw new TypeError(`${kind.kind} ${ref.name} has no context of an actor`);
  const { snapshot } = execution;
  return {
    kind: kind.kind,
    ref,
    state: statePath(snapshot.value),
    hasTag: (tag) => snapshot.hasTag(tag),
    context,
    execution,
  };
}

/** A machine makes the whole of its context, or a restored one was checked by its schema. */
function isContext(context: unknown): context is AnyContext {
  return typeof context === "object" && context !== null && "desired" in context && "facts" in context;
}
