/** Desired: what a person wrote into `spec`, in the form that the machines decide from. */

export interface SlingOptions {
  readonly args: string | null;
  readonly message: string | null;
  readonly baseBranch: string | null;
  readonly merge: string | null;
  readonly agent: string | null;
}

export interface DesiredPolecat {
  readonly generation: number;
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  /**
   * gt's name of the rig that the Rig stands for; null where no Rig has told it yet. While the resource has a polecat, it
   * stays the rig that the polecat is in, whatever becomes of the Rig.
   */
  readonly gtRig: string | null;
  readonly state: "Idle" | "Working" | "Terminated";
  readonly bead: string | null;
  /** False for `management: Observe`: such a resource never causes a gt write. */
  readonly managed: boolean;
  readonly paused: boolean;
  /** False for `executionMode: kubernetes`, where the operator makes no pods. */
  readonly local: boolean;
  /** Of one in a pod: what its Rig does not let it have. Absent where that is nothing, and in records from before it was recorded. */
  readonly podObjection?: { readonly reason: string; readonly message: string };
  /** The gt name that an annotation binds this resource to (adopted polecats); null otherwise. */
  readonly boundTo: string | null;
  readonly terminationPolicy: "Safe" | "Force";
  /** What a person consented to lose, as the annotation has it; it counts with `terminationPolicy: Force` only. */
  readonly forceConsent: string | null;
  /**
   * The finalizer that holds the resource until its polecat was ended safely. `awaited`: the spec asks for it, and it is
   * not stored; `leaving`: it is stored, and the spec does not ask for it any more.
   */
  readonly finalizer: "none" | "awaited" | "stored" | "leaving";
  /** True once the resource is being deleted and its `deletionPolicy` is Terminate. */
  readonly deletionTerminates: boolean;
  /** Seconds after its bead was closed at which the polecat ends by itself; null for never. */
  readonly ttlSeconds: number | null;
  /** Seconds without work after which the polecat ends by itself; null for never. */
  readonly maxIdleSeconds: number | null;
  readonly sling: SlingOptions;
}

export interface DesiredConvoy {
  readonly generation: number;
  readonly description: string;
  readonly beads: readonly string[];
  readonly rig: string | null;
  readonly notify: string | null;
}

export interface DesiredRig {
  readonly generation: number;
  /** gt's name of the rig where the spec gives one; null where it is the Rig's own. */
  readonly gtName: string | null;
  readonly localPath: string;
  /** What the spec states; null where it leaves the prefix to gt. */
  readonly beadsPrefix: string | null;
  readonly paused: boolean;
  /** Set for `management: Observe`: nothing is asked of gt for it; absent in records from before there was that. */
  readonly observed?: true;
  /** For people to see beside what there is: who may be slung is decided elsewhere. Absent in older records. */
  readonly maxPolecats?: number;
}

export interface DesiredWitness {
  readonly generation: number;
  readonly rig: string;
  readonly healthCheckMs: number;
  readonly stuckThresholdMs: number;
  /** An address of gt mail. */
  readonly escalateTo: string;
}

/** Of a kind that shows a part of a rig. */
export interface DesiredView {
  readonly generation: number;
  readonly rig: string;
}

export interface DesiredBeadStore extends DesiredView {
  /** With the dash, as in `al-`. */
  readonly prefix: string;
  readonly syncMs: number;
}
