/** Asks: what a person can ask for, by how a resource is now; each kind says which ones make sense. Pure. */
import type { ActorRef } from "../host/actor-ref.ts";
import type { Shown } from "./shown.ts";

/** A resource as pages show it. */
export interface AskedOf extends Pick<Shown, "rig" | "gtRig" | "polecat" | "marks"> {
  readonly ref: ActorRef;
  readonly phase: string;
  /** Its polecat is on the way out. */
  readonly isEnding: boolean;
  /** Of its machine. */
  readonly context: unknown;
  readonly status: Readonly<Record<string, unknown>>;
}

interface Titled {
  readonly title: string;
}

/** A change of its spec. */
export interface SpecAsk extends Titled {
  readonly spec: object;
  /** Of kubectl's plugin, where one writes exactly the same. */
  readonly verb?: string;
  /** The Rig whose spec it is; absent for its own. */
  readonly rig?: string;
}

export type Ask = SpecAsk | (Titled & { readonly command: string });
