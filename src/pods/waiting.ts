/** Why the agent of a pod does not run yet. */
import type { Finding, PodCause } from "./causes.ts";
import { AGENT, CLONE, WARDEN } from "./containers.ts";
import { containerOf, type ContainerStatus, type Pod } from "./pod-status.ts";

/** The kubelet's words for a container that waits. */
const REASONS: Readonly<Record<string, PodCause>> = {
  ErrImagePull: "ImagePullFailed",
  ImagePullBackOff: "ImagePullFailed",
  ErrImageNeverPull: "ImagePullFailed",
  ImageInspectError: "ImagePullFailed",
  RegistryUnavailable: "ImagePullFailed",
  SignatureValidationFailed: "ImagePullFailed",
  InvalidImageName: "ImageNameInvalid",
  CreateContainerConfigError: "ContainerConfigInvalid",
  CreateContainerError: "ContainerNotCreated",
  RunContainerError: "ContainerNotCreated",
  PreCreateHookError: "ContainerNotCreated",
  PreStartHookError: "ContainerNotCreated",
  PostStartHookError: "ContainerNotCreated",
};

export function waitingFor(pod: Pod): Finding {
  return unscheduled(pod) ?? stuckContainer(pod) ?? progress(pod);
}

function unscheduled({ status }: Pod): Finding | null {
  const scheduled = status.conditions.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status !== "False") return null;
  const cause = scheduled.reason === "SchedulingGated" ? "SchedulingGated" : "Unschedulable";
  return { cause, said: scheduled.message };
}

function stuckContainer(pod: Pod): Finding | null {
  for (const name of [CLONE, WARDEN, AGENT]) {
    const finding = ofContainer(name, containerOf(pod, name));
    if (finding !== null) return finding;
  }
  return null;
}

function ofContainer(name: string, status: ContainerStatus | undefined): Finding | null {
  const waiting = status?.state.waiting;
  if (waiting === undefined) return null;
  const said = `${name}: ${waiting.message}`;
  if (waiting.reason === "CrashLoopBackOff") {
    return { cause: name === WARDEN ? "WardenCrashing" : "ContainerNotCreated", said };
  }
  const cause = REASONS[waiting.reason];
  if (cause === undefined) return null;
  return { cause: cause === "ContainerConfigInvalid" ? missing(waiting.message) : cause, said };
}

/** `secret "git" not found`, `couldn't find key token in Secret town/model`. */
function missing(message: string): PodCause {
  if (!/not found|couldn't find key/.test(message)) return "ContainerConfigInvalid";
  if (/configmap/i.test(message)) return "ConfigMapMissing";
  return /secret/i.test(message) ? "SecretMissing" : "ContainerConfigInvalid";
}

/**
 * Of a Secret that cannot be mounted the kubelet tells in an Event only, which nobody here may read. In the status stands
 * that it has no sandbox yet: it is made once all volumes are there.
 */
function progress(pod: Pod): Finding {
  if (pod.spec.nodeName === undefined) return { cause: "PodCreated", said: "no node has it yet" };
  const clone = containerOf(pod, CLONE);
  if (clone?.state.running !== undefined) return { cause: "Cloning", said: "its worktree is being made" };
  const sandbox = pod.status.conditions.find(({ type }) => type === "PodReadyToStartContainers");
  const hasRun = clone?.state.terminated !== undefined;
  if (sandbox?.status === "False" && !hasRun) {
    const names = mounted(pod);
    return { cause: "VolumesNotMounted", said: `its node makes it ready, with ${names.join(", ")}` };
  }
  return { cause: "PodStarting", said: "its containers start" };
}

function mounted({ spec }: Pod): readonly string[] {
  return spec.volumes.flatMap(({ secret, configMap, persistentVolumeClaim: claim }) => [
    ...(secret === undefined ? [] : [`Secret ${secret.secretName}`]),
    ...(configMap === undefined ? [] : [`ConfigMap ${configMap.name}`]),
    ...(claim === undefined ? [] : [`PersistentVolumeClaim ${claim.claimName}`]),
  ]);
}
