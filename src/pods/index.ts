/**
 * src/pods/: the pods of polecats with `executionMode: kubernetes`.
 *
 * In: a plan (plan.ts), in which everything is decided; pods as Kubernetes tells of them. Out: the pod of an attempt, made
 * once, and ended with its grace; and of each pod a sighting: how far it is, why, what a person can do, and what its
 * containers said at their end. Which attempt follows, and when, is decided elsewhere.
 *   engine.ts · plain-pods.ts                     the port, and the engine that makes bare pods
 *   template.ts · containers.ts · volumes.ts      from a plan to a pod: argv and variables, never a line for a shell
 *   question.ts                                   what an attempt has left on the remote, asked by a pod of its own
 *   names.ts                                      name and labels
 *   causes.ts                                     every cause, whether it counts, and its advice
 *   sighting.ts · waiting.ts · end.ts · disruption.ts · refusal.ts   from what Kubernetes says to a cause
 */
export {
  findingText,
  isCounted,
  POD_CAUSES,
  stageOf,
  type Finding,
  type PodCause,
  type Stage,
} from "./causes.ts";
export type { AskOutcome, EnsureOutcome, PodEngine, PodListener, PodWatch } from "./engine.ts";
export { createPlainPods, type PlainPodsPorts } from "./plain-pods.ts";
export type { PlannedAgent, PlannedFiles, PlannedVariable, PodPlan } from "./plan.ts";
export { pods, type Pod } from "./pod-status.ts";
export { refusalOf } from "./refusal.ts";
export { sightingOf, type PodRef, type PodSighting } from "./sighting.ts";
export { literal } from "./containers.ts";
export { AGENT_FILES as AGENT_SHARED, AGENT_HOME } from "./volumes.ts";
export { podOf } from "./template.ts";
