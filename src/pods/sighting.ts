/** A sighting: what one reading of a pod says, for whoever decides. Pure. */
import { reportIn, type CloneReport, type WardenReport } from "../pod-reports/index.ts";
import { stageOf, type Finding, type Stage } from "./causes.ts";
import { AGENT, CLONE, WARDEN } from "./containers.ts";
import { disruptionOf } from "./disruption.ts";
import { endOf } from "./end.ts";
import { ATTEMPT_LABEL, POLECAT_UID_LABEL } from "./names.ts";
import { conditionOf, containerOf, isTerminal, type Pod } from "./pod-status.ts";
import { waitingFor } from "./waiting.ts";

/** One pod: another one of its name is another. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

export interface PodSighting {
  readonly pod: PodRef;
  readonly polecatUid: string;
  readonly attempt: number;
  readonly node: string | null;
  /** `ending`: its end was asked for, and it runs still as far as is known. */
  readonly stage: Stage | "ending";
  readonly finding: Finding;
  /** Nothing of it runs any more. */
  readonly isOver: boolean;
  /** Until when the kubelet has time to end it, epoch ms; null where nobody has asked for its end. */
  readonly endsBy: number | null;
  readonly agentExit: number | null;
  /** As of its warden's last look nothing is in the pod only. */
  readonly isSaved: boolean;
  /** How often the warden has begun anew. */
  readonly wardenRestarts: number;
  /** What the warden said at its end; null: nothing, and the remote has to be asked. */
  readonly report: WardenReport | null;
  readonly clone: CloneReport | null;
}

/**
 * @param isGone it is not in the API any more, and this is its last word.
 * @returns null for a pod of nobody's: its labels name no polecat.
 */
export function sightingOf(pod: Pod, isGone = false): PodSighting | null {
  const { name, namespace, uid, labels, deletionTimestamp } = pod.metadata;
  const polecatUid = labels[POLECAT_UID_LABEL];
  const attempt = labels[ATTEMPT_LABEL] ?? "";
  if (polecatUid === undefined || !/^[1-9]\d{0,8}$/.test(attempt)) return null;
  const isOver = isGone || isTerminal(pod);
  const isEnding = deletionTimestamp !== undefined && !isOver;
  const finding = isOver ? endOf(pod) : isEnding ? takenAway(pod) : nowOf(pod);
  return {
    pod: { namespace, name, uid },
    polecatUid,
    attempt: Number(attempt),
    node: pod.spec.nodeName ?? null,
    stage: isEnding ? "ending" : stageOf(finding.cause),
    finding,
    isOver,
    endsBy: deletionTimestamp === undefined ? null : Date.parse(deletionTimestamp),
    agentExit: containerOf(pod, AGENT)?.state.terminated?.exitCode ?? null,
    isSaved: containerOf(pod, WARDEN)?.ready === true,
    wardenRestarts: containerOf(pod, WARDEN)?.restartCount ?? 0,
    ...reportsOf(pod),
  };
}

function takenAway(pod: Pod): Finding {
  return disruptionOf(pod) ?? { cause: "PodDeleted", said: "somebody has deleted the pod" };
}

function nowOf(pod: Pod): Finding {
  const agent = containerOf(pod, AGENT);
  if (agent?.state.terminated !== undefined) {
    return { cause: "WorkBeingSaved", said: "the agent has ended, and the warden sends what there is" };
  }
  if (agent?.state.running === undefined) return waitingFor(pod);
  if (isNodeSilent(pod)) return { cause: "NodeUnreachable", said: "its node does not answer" };
  const warden = containerOf(pod, WARDEN);
  if (warden?.state.running === undefined) {
    return { cause: "WardenDown", said: warden?.state.waiting?.message ?? "its warden does not run" };
  }
  if (!agent.ready) return { cause: "AgentSilent", said: "its agent gives no sign of life" };
  if (!warden.ready) return { cause: "WorkNotSaved", said: "its warden could not push all of the work" };
  return { cause: "AgentWorking", said: "its agent works" };
}

/**
 * A kubelet says of a pod without readiness gates that it is ready when its containers are. Where only these are, the
 * node's controller has said the other, because it hears nothing of the node.
 */
function isNodeSilent(pod: Pod): boolean {
  return conditionOf(pod, "ContainersReady") !== undefined && conditionOf(pod, "Ready") === undefined;
}

function reportsOf(pod: Pod): Pick<PodSighting, "report" | "clone"> {
  const warden = containerOf(pod, WARDEN);
  const report = reportIn(warden?.state.terminated?.message ?? warden?.lastState.terminated?.message ?? "");
  const clone = reportIn(containerOf(pod, CLONE)?.state.terminated?.message ?? "");
  return {
    report: report?.kind === "warden" ? report : null,
    clone: clone?.kind === "clone" ? clone : null,
  };
}
