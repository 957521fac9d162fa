/** What the services of polecats in pods need from around them. */
import type { Blocker } from "../../../machines/index.ts";
import type { WardenReport } from "../../pod-reports/index.ts";
import type { PodEngine, PodPlan } from "../../pods/index.ts";

/** A Polecat as it is at the moment of the question. */
export interface PodOwner {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** gt's name of its rig. */
  readonly gtRig: string;
  /** The branch that its work is for. */
  readonly target: string;
}

/** What a pod is planned for. */
export interface PlannedWork {
  readonly attempt: number;
  readonly bead: string;
  readonly title: string;
  readonly description: string;
}

export interface Purpose {
  /** True for a bead that is taken and a pod that is made: the spec has to ask for them still, and its Rig to let it. */
  readonly isForPod: boolean;
  readonly bead: string;
}

export interface PodPorts {
  readonly engine: PodEngine;
  /** Undefined where the resource is gone, or nobody has told gt's name of its rig. */
  readonly owner: (uid: string) => PodOwner | undefined;
  /**
   * What forbids a write for it at this very moment, or null: a spec or a Rig may have changed since its machine asked.
   */
  readonly blocker: (uid: string, purpose: Purpose) => Blocker | null;
  /** What the warden of an attempt has said at its end, as far as this operator has heard it; null where it has not. */
  readonly lastWord: (uid: string, attempt: number) => WardenReport | null;
  /** The pod of an attempt by the spec and the Rig of this moment; or what the Rig does not let it have. */
  readonly plan: (uid: string, work: PlannedWork) => PodPlan | { readonly refused: Blocker };
}
