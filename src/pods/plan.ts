/** What a pod of a polecat is made from. Whoever plans has decided everything; the template only writes it down. */

/** Values by reference are resolved by the kubelet: no key is ever read here. */
export interface PlannedVariable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** A Secret or ConfigMap that the agent finds as a folder. */
export interface PlannedFiles {
  readonly kind: "Secret" | "ConfigMap";
  readonly name: string;
  /** An absolute path. */
  readonly at: string;
}

export interface Quantities {
  readonly [resource: string]: string | number;
}

export interface PlannedResources {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}

export interface PlannedAgent {
  /** As spec.agent names it: by it the warden knows where tokens and cost are printed. */
  readonly name: string;
  readonly image: string;
  /** Null: the image's own. */
  readonly command: readonly string[] | null;
  readonly args: readonly string[];
  readonly env: readonly PlannedVariable[];
  readonly files: readonly PlannedFiles[];
  readonly resources: PlannedResources;
}

export interface PlannedGit {
  readonly repository: string;
  readonly baseBranch: string;
  readonly workBranch: string;
  /** Only `clone` and the warden get it. */
  readonly secret: string;
  /** With the key `known_hosts`; null where the Secret has it, or the connection needs none. */
  readonly knownHosts: string | null;
  readonly hostKeys: "yes" | "accept-new" | "no";
}

export interface PodPlan {
  readonly polecat: { readonly namespace: string; readonly name: string; readonly uid: string };
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  readonly bead: string;
  /** From 1. With the uid it names the pod. */
  readonly attempt: number;
  readonly git: PlannedGit;
  readonly agent: PlannedAgent;
  /** Seconds after which the kubelet ends it, whatever it does; null for never. */
  readonly deadlineSeconds: number | null;
  /** How long the agent may give no sign of life before its container counts as not ready, seconds. */
  readonly stuckSeconds: number;
  /** Of `clone` and the warden. */
  readonly operatorImage: string;
  /** A claim that outlives the pod; null: a folder that goes with it, and the next attempt begins from the checkpoint. */
  readonly claim: string | null;
  readonly runtimeClass: string | null;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Whether an autoscaler may take the node away under it. */
  readonly mayBeMoved: boolean;
}
