/** A plan, and pods with statuses as Kubernetes writes them. */
import { ParseProblem } from "../../src/kube/index.ts";
import { podOf, pods, type Pod, type PodPlan } from "../../src/pods/index.ts";

export const UID = "6f1c2b7e-0f7a-4d0c-9a53-2f6d6a0f4c11";

export const PLAN: PodPlan = {
  polecat: { namespace: "town", name: "nux", uid: UID },
  rig: "alpha",
  bead: "al-1r3",
  attempt: 2,
  git: {
    repository: "git@git.example:town/alpha.git",
    baseBranch: "main",
    workBranch: "feature/al-1r3",
    secret: "git",
    knownHosts: "git-hosts",
    hostKeys: "yes",
  },
  agent: {
    name: "claude-code",
    image: "registry.example/agents/claude:1",
    command: ["claude"],
    args: ["--print", "$(rm -rf /) `id`"],
    env: [{ name: "MODEL", value: "m" }],
    files: [{ kind: "Secret", name: "claude", at: "/secrets/claude" }],
    resources: { limits: { memory: "4Gi" } },
  },
  deadlineSeconds: 3600,
  stuckSeconds: 900,
  operatorImage: "registry.example/gastown-operator:1",
  claim: null,
  runtimeClass: null,
  nodeSelector: {},
  mayBeMoved: false,
};

interface Parts {
  readonly node?: string | null;
  readonly metadata?: object;
  readonly plan?: PodPlan;
}

/** The pod of the plan as the API server has it, with this status. */
export function podWith(status: object, { node = "node-a", metadata = {}, plan = PLAN }: Parts = {}): Pod {
  const made = podOf(plan);
  const pod = pods.parse({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...made.metadata, uid: "pod-uid", resourceVersion: "7", ...metadata },
    spec: { ...made.spec, ...(node !== null && { nodeName: node }) },
    status,
  });
  if (pod instanceof ParseProblem) throw new Error(pod.problem);
  return pod;
}

export const DELETED = { deletionTimestamp: "2026-05-01T12:02:00Z", deletionGracePeriodSeconds: 120 };

export function condition(type: string, status: "True" | "False", reason?: string, message?: string): object {
  return {
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: "2026-05-01T12:00:00Z",
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  };
}

/** As the kubelet lists a container. */
export function container(name: string, state: object, more: object = {}): object {
  return {
    name,
    image: "registry.example/image:1",
    imageID: "",
    ready: false,
    started: false,
    restartCount: 0,
    lastState: {},
    state,
    ...more,
  };
}

const STARTED = "2026-05-01T12:00:05Z";
const ENDED = "2026-05-01T12:30:00Z";

export const running = { running: { startedAt: STARTED } };
export const initializing = { waiting: { reason: "PodInitializing" } };

export function ended(exitCode: number, reason: string, message?: string): object {
  return {
    terminated: {
      exitCode,
      reason,
      startedAt: STARTED,
      finishedAt: ENDED,
      containerID: "containerd://0f",
      ...(message !== undefined && { message }),
    },
  };
}
