/** Which fields of a Polecat's spec work, and when. */
import { always, inPods, managed, never } from "../schema/effect.ts";

export const POLECAT_EFFECTS = {
  rig: always,
  desiredState: managed("Idle"),
  beadID: managed(""),
  taskDescription: never("gt takes the task from the bead: write it there, or into spec.sling.args"),
  "sling.args": managed(),
  "sling.message": never("gt prints it in a dry run only: write it into spec.sling.args"),
  "sling.baseBranch": managed(),
  "sling.merge": managed(),
  "sling.agent": managed(),
  executionMode: never(
    "pods are not enabled: run the operator with --pods, or make a Polecat with local",
    "local",
  ),
  agent: inPods("claude-code", "in the town, spec.sling.agent chooses the agent"),
  agentConfig: inPods(undefined, "in the town, gt's own settings configure the agent"),
  kubernetes: inPods(),
  resources: inPods(),
  ttlSecondsAfterFinished: managed(),
  maxIdleSeconds: managed(),
  deletionPolicy: managed("Orphan"),
  terminationPolicy: managed("Safe"),
  management: always,
  paused: always,
};
