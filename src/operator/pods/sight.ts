/** A sighting of a pod, as the machine of its polecat decides from it. Pure. */
import type { PodSight, PodStage } from "../../../machines/index.ts";
import { findingText, type PodSighting } from "../../pods/index.ts";

export function podSight(sighting: PodSighting): PodSight {
  const { pod, attempt, finding, isOver } = sighting;
  return {
    name: pod.name,
    uid: pod.uid,
    attempt,
    stage: stageIn(sighting),
    cause: finding.cause,
    message: findingText(finding, pod.name),
    isOver,
    isReported: isReported(sighting),
  };
}

function stageIn({ stage, finding }: PodSighting): PodStage {
  if (finding.cause === "AgentSilent" && stage === "running") return "silent";
  // Of a pod that is there the API server has refused nothing.
  return stage === "refused" ? "starting" : stage;
}

/** Where no worktree was made, no agent has run: nothing was written that could be missing on the remote. */
function isReported({ report, clone }: PodSighting): boolean {
  return report !== null || clone?.outcome === "failed";
}
