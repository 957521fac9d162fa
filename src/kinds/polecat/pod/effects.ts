/** Which fields of a Polecat's spec work where its agent runs in a pod. */
import { always, managed, never } from "../../schema/effect.ts";
import { POLECAT_EFFECTS } from "../effects.ts";

export const POD_EFFECTS = {
  ...POLECAT_EFFECTS,
  "sling.message": managed(),
  "sling.baseBranch": never("of a pod, spec.kubernetes.gitBranch names the branch to begin from"),
  "sling.merge": never("its work goes to the merge queue of its rig"),
  "sling.agent": never("of a pod, spec.agent chooses the agent"),
  executionMode: always,
  agent: managed("claude-code"),
  agentConfig: managed(),
  kubernetes: managed(),
  resources: managed(),
  ttlSecondsAfterFinished: never("no pod ends by it yet: set desiredState to Terminated"),
  maxIdleSeconds: never("no pod ends by it yet: set desiredState to Terminated"),
  terminationPolicy: never("nothing of a pod is given up by consent", "Safe"),
};
