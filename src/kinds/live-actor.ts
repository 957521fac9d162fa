/** A live actor with its context read as what its machine made it. */
import type {
  BeadStoreContext,
  ConvoyContext,
  PolecatContext,
  RefineryContext,
  RigContext,
  WitnessContext,
} from "../../machines/index.ts";
import type { ActorKind, ActorRef, ExecutionState } from "../host/index.ts";
import { beadStoreKind } from "./bead-store/persisted.ts";
import { convoyKind } from "./convoy/persisted.ts";
import { polecatKind } from "./polecat/persisted.ts";
import { refineryKind } from "./refinery/persisted.ts";
import { rigKind } from "./rig/persisted.ts";
import { statePath } from "../host/state-path.ts";
import { witnessKind } from "./witness/persisted.ts";

interface Live<Kind extends string, Context> {
  readonly kind: Kind;
  readonly ref: ActorRef;
  /** The machine's state, such as `working.healthy`. */
  readonly state: string;
  readonly context: Context;
  readonly execution: ExecutionState;
}

export type PolecatActor = Live<"polecat", PolecatContext>;
export type ConvoyActor = Live<"convoy", ConvoyContext>;
export type RigActor = Live<"rig", RigContext>;
export type WitnessActor = Live<"witness", WitnessContext>;
export type RefineryActor = Live<"refinery", RefineryContext>;
export type BeadStoreActor = Live<"beadstore", BeadStoreContext>;
export type LiveActor = PolecatActor | ConvoyActor | RigActor | WitnessActor | RefineryActor | BeadStoreActor;

interface View {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
  readonly state: ExecutionState;
}

/** Which machine made the context is known by the kind; a context is never of another machine's shape. */
const isPolecat = (kind: ActorKind, context: unknown): context is PolecatContext =>
  kind === polecatKind && context !== null;
const isConvoy = (kind: ActorKind, context: unknown): context is ConvoyContext =>
  kind === convoyKind && context !== null;
const isRig = (kind: ActorKind, context: unknown): context is RigContext =>
  kind === rigKind && context !== null;
const isWitness = (kind: ActorKind, context: unknown): context is WitnessContext =>
  kind === witnessKind && context !== null;
const isRefinery = (kind: ActorKind, context: unknown): context is RefineryContext =>
  kind === refineryKind && context !== null;
const isBeadStore = (kind: ActorKind, context: unknown): context is BeadStoreContext =>
  kind === beadStoreKind && context !== null;

export function liveActor({ ref, kind, state: execution }: View): LiveActor {
  const context: unknown = execution.snapshot.context;
  const state = statePath(execution.snapshot.value);
  if (isPolecat(kind, context)) return { kind: "polecat", ref, state, context, execution };
  if (isConvoy(kind, context)) return { kind: "convoy", ref, state, context, execution };
  if (isRig(kind, context)) return { kind: "rig", ref, state, context, execution };
  if (isWitness(kind, context)) return { kind: "witness", ref, state, context, execution };
  if (isRefinery(kind, context)) return { kind: "refinery", ref, state, context, execution };
  if (isBeadStore(kind, context)) return { kind: "beadstore", ref, state, context, execution };
  throw new TypeError(`${kind.kind} is no kind of actor of this operator`);
}
