/**
 * From a plan to a pod. Nobody owns it: deleting the Polecat must not collect its work. It is of the restricted Pod
 * Security Standard, and has no ServiceAccount's token.
 */
import { agentContainer, cloneContainer, wardenContainer } from "./containers.ts";
import { podLabels, podName, questionLabels, questionName } from "./names.ts";
import type { PodPlan } from "./plan.ts";
import type { PodObject, PodSpec } from "./pod-object.ts";
import { podVolumes } from "./volumes.ts";

/** For the agent to end, and for the warden behind it to push what there is. */
export const GRACE_SECONDS = 120;

/** The three containers share a worktree, and git refuses that of another user. */
const USER = 1000;

const MAY_BE_MOVED = "cluster-autoscaler.kubernetes.io/safe-to-evict";

export function podOf(plan: PodPlan): PodObject {
  const { polecat, deadlineSeconds, mayBeMoved } = plan;
  return {
    metadata: {
      name: podName(plan),
      namespace: polecat.namespace,
      labels: podLabels(plan),
      annotations: {
        ...told(plan),
        "kubectl.kubernetes.io/default-container": "agent",
        [MAY_BE_MOVED]: String(mayBeMoved),
      },
    },
    spec: {
      ...shared(plan),
      ...(deadlineSeconds !== null && { activeDeadlineSeconds: deadlineSeconds }),
      initContainers: [cloneContainer(plan), wardenContainer(plan)],
      containers: [agentContainer(plan)],
      volumes: podVolumes(plan),
    },
  };
}

/** How long the remote may take to answer what is asked of it. */
const QUESTION_SECONDS = 900;

/**
 * The pod that asks the remote what an attempt has left there, where its own pod left no word: it clones into a folder that
 * goes with it, changes nothing, and says what it found as `clone` does.
 */
export function questionOf(attempt: PodPlan): PodObject {
  const plan: PodPlan = { ...attempt, claim: null, agent: { ...attempt.agent, files: [] } };
  return {
    metadata: {
      name: questionName(plan),
      namespace: plan.polecat.namespace,
      labels: questionLabels(plan),
      annotations: told(plan),
    },
    spec: {
      ...shared(plan),
      activeDeadlineSeconds: QUESTION_SECONDS,
      initContainers: [],
      containers: [cloneContainer(plan)],
      volumes: podVolumes(plan),
    },
  };
}

/** What a label may have cut. */
function told({ polecat, rig, bead }: PodPlan): Readonly<Record<string, string>> {
  return {
    "gastown.gastown.io/polecat": polecat.name,
    "gastown.gastown.io/rig": rig,
    "gastown.gastown.io/bead": bead,
  };
}

function shared({
  runtimeClass,
  nodeSelector,
}: PodPlan): Omit<PodSpec, "initContainers" | "containers" | "volumes"> {
  return {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: GRACE_SECONDS,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(runtimeClass !== null && { runtimeClassName: runtimeClass }),
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}
