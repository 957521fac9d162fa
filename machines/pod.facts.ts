/** What a polecat in a pod is decided from: its desired, its pods as Kubernetes tells of them, and its bead as the town does. */
import type { BeadReading, RigAvailability, Trust } from "./facts.ts";

export interface PodDesired {
  readonly generation: number;
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  /** gt's name of the rig; null where no Rig has told it yet. */
  readonly gtRig: string | null;
  /** False for `management: Observe`: nothing is done for it, as for a paused one. */
  readonly managed: boolean;
  readonly state: "Idle" | "Working" | "Terminated";
  readonly bead: string | null;
  /** Also where it is not managed. */
  readonly paused: boolean;
  /** The resource is being deleted, and its `deletionPolicy` is Terminate. */
  readonly deletionTerminates: boolean;
  /** What forbids a pod, such as what its Rig does not list; null where nothing does. */
  readonly objection: { readonly reason: string; readonly message: string } | null;
  /** How many attempts at one bead may fail by themselves. */
  readonly mostFailures: number;
}

/**
 * - `starting`: its agent does not run yet. `running`: it does. `silent`: it does, and gives no sign of life.
 * - `ending`: its end was asked for, and it may run still. `lost`: nobody knows.
 * - `done`, `failed`, `disrupted`: it has ended, well, by its own fault, or by nobody's here.
 */
export type PodStage =
  "starting" | "running" | "silent" | "ending" | "lost" | "done" | "failed" | "disrupted";

export interface PodSight {
  readonly name: string;
  readonly uid: string;
  readonly attempt: number;
  readonly stage: PodStage;
  /** A Reason, and what Kubernetes says with what helps. */
  readonly cause: string;
  readonly message: string;
  /** Nothing of it runs any more. */
  readonly isOver: boolean;
  /** Its warden has said at its end what is on the remote. */
  readonly isReported: boolean;
}

/** All pods of the polecat that are there, and the last words of those that have gone since the operator looks. */
export interface PodsSeen {
  readonly startedAt: number;
  readonly pods: readonly PodSight[];
}

export interface PodTown {
  readonly startedAt: number;
  /** Start of the newest trusted read of all that is known here; null where there was none yet. */
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly rig: RigAvailability;
  /** The bead that the machine tracks; null while it tracks none. */
  readonly bead: BeadReading | null;
}

export type PodEvent =
  | { readonly type: "spec.observed"; readonly at: number; readonly desired: PodDesired }
  | { readonly type: "pods.observed"; readonly at: number; readonly facts: PodsSeen }
  | { readonly type: "town.observed"; readonly at: number; readonly facts: PodTown }
  | { readonly type: "host.restored"; readonly at: number };
