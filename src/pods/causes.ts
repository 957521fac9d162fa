/**
 * Causes: why a polecat's pod is where it is. The table says what follows from each: whether it uses up an attempt, and
 * what a person can do. docs/pods.md has the same table.
 */

/**
 * - `starting`: the agent does not run yet; no attempt is used.
 * - `running`: the agent runs.
 * - `refused`: the API server takes no such pod; no attempt is used.
 * - `failed`: the attempt is over by its own fault, and counts.
 * - `disrupted`: what ended it was none of the agent's doing; it does not count, and the next one begins from the checkpoint.
 * - `done`: the agent ended with 0.
 * - `lost`: nobody knows whether it runs: nothing may follow before that is proven.
 */
export type Stage = "starting" | "running" | "refused" | "failed" | "disrupted" | "done" | "lost";

interface Meaning {
  readonly stage: Stage;
  /** What a person can do; empty where that is nothing. */
  readonly advice: string;
}

const CREDENTIALS = "compare the Secret of spec.kubernetes.gitSecretRef with what the git server knows";

export const POD_CAUSES = {
  PodCreated: { stage: "starting", advice: "" },
  PodStarting: { stage: "starting", advice: "" },
  Cloning: { stage: "starting", advice: "" },
  Unschedulable: {
    stage: "starting",
    advice: "add a node that fits, or ask for less in spec.kubernetes.resources",
  },
  SchedulingGated: { stage: "starting", advice: "whoever set the pod's scheduling gate lifts it" },
  VolumesNotMounted: {
    stage: "starting",
    advice:
      "where this lasts, one of them is missing: `kubectl describe pod` names it; the pod goes on by itself",
  },
  ImagePullFailed: {
    stage: "starting",
    advice: "correct the image, or let the nodes reach its registry; the pod goes on by itself",
  },
  ImageNameInvalid: { stage: "starting", advice: "correct the image in spec.kubernetes.image" },
  SecretMissing: { stage: "starting", advice: "make the Secret; the pod goes on by itself" },
  ConfigMapMissing: { stage: "starting", advice: "make the ConfigMap; the pod goes on by itself" },
  ContainerConfigInvalid: { stage: "starting", advice: "correct what the kubelet names" },
  ContainerNotCreated: { stage: "starting", advice: "correct what the kubelet names" },
  WardenCrashing: {
    stage: "starting",
    advice: "its log says why: `kubectl logs POD -c warden --previous`; the agent waits for it",
  },

  AgentWorking: { stage: "running", advice: "" },
  AgentSilent: { stage: "running", advice: "look at what it does: `kubectl logs POD -c agent`" },
  WorkNotSaved: {
    stage: "running",
    advice: "its work is in the pod only: `kubectl logs POD -c warden` says what the remote refuses",
  },
  WorkBeingSaved: { stage: "running", advice: "" },
  WardenDown: {
    stage: "running",
    advice: "nobody saves its work: `kubectl logs POD -c warden --previous` says why",
  },

  QuotaExceeded: { stage: "refused", advice: "raise the namespace's ResourceQuota, or end other pods" },
  LimitsRequired: {
    stage: "refused",
    advice: "state them in spec.kubernetes.resources: the namespace's quota counts them",
  },
  LimitRangeViolated: {
    stage: "refused",
    advice: "stay within the namespace's LimitRange in spec.kubernetes.resources",
  },
  PodSecurityRefused: {
    stage: "refused",
    advice: "the pod is of the restricted standard: look at what the namespace's admission asks beyond it",
  },
  PodsForbidden: {
    stage: "refused",
    advice: "grant the operator create, get, list, watch and delete of pods in this namespace",
  },
  ServiceAccountMissing: { stage: "refused", advice: "make the ServiceAccount `default` of the namespace" },
  RuntimeClassMissing: { stage: "refused", advice: "make that RuntimeClass, or name another one in the Rig" },
  NamespaceMissing: { stage: "refused", advice: "make the namespace" },
  NamespaceTerminating: { stage: "refused", advice: "the namespace is being deleted: use another one" },
  AdmissionDenied: { stage: "refused", advice: "ask whoever set up that admission policy or webhook" },
  PodInvalid: { stage: "refused", advice: "correct the field that the API server names" },
  PodNameTaken: {
    stage: "refused",
    advice:
      "a pod that is not this Polecat's has its name: look at who made it, and delete it where it may go",
  },
  EarlierPodAlive: { stage: "refused", advice: "" },

  OutOfMemory: { stage: "failed", advice: "raise limits.memory in spec.kubernetes.resources" },
  StorageExceeded: {
    stage: "failed",
    advice: "raise limits of ephemeral-storage, or let the agent write less outside of the worktree",
  },
  DeadlineExceeded: { stage: "failed", advice: "raise spec.kubernetes.activeDeadlineSeconds" },
  AgentNotStartable: {
    stage: "failed",
    advice: "correct spec.agentConfig.command: the image has no such program, or it cannot be run",
  },
  AgentFailed: { stage: "failed", advice: "its log says why: `kubectl logs POD -c agent`" },

  RemoteUnreachable: {
    stage: "disrupted",
    advice: "let the pods reach the git server: DNS, egress, proxies",
  },
  RemoteMissing: { stage: "disrupted", advice: `correct spec.kubernetes.gitRepository, or ${CREDENTIALS}` },
  AccessDenied: { stage: "disrupted", advice: CREDENTIALS },
  HostKeyUnknown: {
    stage: "disrupted",
    advice: "put the server's key into the ConfigMap of spec.kubernetes.sshKnownHostsConfigMapRef",
  },
  BranchMissing: { stage: "disrupted", advice: "correct spec.kubernetes.gitBranch" },
  WorktreeOccupied: {
    stage: "disrupted",
    advice: "look at what is on the volume; nothing of it was changed",
  },
  DiskFull: { stage: "disrupted", advice: "give the volume, or the git server, more room" },
  CloneFailed: { stage: "disrupted", advice: "its log says why: `kubectl logs POD -c clone`" },
  Evicted: { stage: "disrupted", advice: "" },
  EvictedByNode: { stage: "disrupted", advice: "raise requests.memory, so that it is not the first to go" },
  Preempted: { stage: "disrupted", advice: "" },
  NodeShutdown: { stage: "disrupted", advice: "" },
  NodeTainted: { stage: "disrupted", advice: "" },
  NodeGone: { stage: "disrupted", advice: "" },
  NodeRefused: { stage: "disrupted", advice: "" },
  PodDeleted: { stage: "disrupted", advice: "" },
  ContainerLost: { stage: "disrupted", advice: "" },

  AgentDone: { stage: "done", advice: "" },

  NodeUnreachable: {
    stage: "lost",
    advice: "bring the node back, or say that it is gone for good: `kubectl delete node NODE`",
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type PodCause = keyof typeof POD_CAUSES;

/** Why, with what Kubernetes says of it. */
export interface Finding {
  readonly cause: PodCause;
  /** In Kubernetes' own words, where it has some. */
  readonly said: string;
}

/** What is told to a person: what is so, and what helps. */
export function findingText({ cause, said }: Finding, pod: string): string {
  const advice: string = POD_CAUSES[cause].advice.replaceAll("POD", pod);
  return [said, advice].filter((part) => part !== "").join(": ");
}

export function stageOf(cause: PodCause): Stage {
  return POD_CAUSES[cause].stage;
}

/** Whether it uses up one of the attempts that a bead has. */
export function isCounted(cause: PodCause): boolean {
  return POD_CAUSES[cause].stage === "failed";
}
