/**
 * From a plan to a pod. Nobody owns it: deleting the Polecat must not collect its work. It is of the restricted Pod
 * Security Standard, and has no ServiceAccount's token.
 */
import { agentContainer, cloneContainer, wardenContainer } from "./containers.ts";
import { podLabels, podName } from "./names.ts";
import type { PodPlan } from "./plan.ts";
import type { PodObject } from "./pod-object.ts";
import { podVolumes } from "./volumes.ts";

/** For the agent to end, and for the warden behind it to push what there is. */
export const GRACE_SECONDS = 120;

/** The three containers share a worktree, and git refuses that of another user. */
const USER = 1000;

const MAY_BE_MOVED = "cluster-autoscaler.kubernetes.io/safe-to-evict";

export function podOf(plan: PodPlan): PodObject {
  const { polecat, bead, rig, deadlineSeconds, runtimeClass, nodeSelector, mayBeMoved } = plan;
  return {
    metadata: {
      name: podName(plan),
      namespace: polecat.namespace,
      labels: podLabels(plan),
      annotations: {
        // What a label may have cut.
        "gastown.gastown.io/polecat": polecat.name,
        "gastown.gastown.io/rig": rig,
        "gastown.gastown.io/bead": bead,
        "kubectl.kubernetes.io/default-container": "agent",
        [MAY_BE_MOVED]: String(mayBeMoved),
      },
    },
    spec: {
      restartPolicy: "Never",
      terminationGracePeriodSeconds: GRACE_SECONDS,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(deadlineSeconds !== null && { activeDeadlineSeconds: deadlineSeconds }),
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
      initContainers: [cloneContainer(plan), wardenContainer(plan)],
      containers: [agentContainer(plan)],
      volumes: podVolumes(plan),
    },
  };
}
