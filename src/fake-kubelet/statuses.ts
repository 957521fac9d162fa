/** Statuses as a kubelet writes them, from what it knows of a pod's containers. Pure. */
import { wholeSeconds } from "@gastown/system";
import { isSidecar, type ContainerSpec, type KubeletPod } from "./pod-shape.ts";
import { conditionsOf } from "./pod-writes.ts";
import type { Ended } from "./runtime.ts";

export type ContainerState =
  | { readonly is: "waiting"; readonly reason: string; readonly message?: string }
  | { readonly is: "running"; readonly since: number; readonly isReady: boolean }
  | { readonly is: "ended"; readonly since: number; readonly at: number; readonly end: Ended };

/** Why the pod as a whole ended, where that is nothing of its containers. */
export interface PodEnd {
  readonly reason?: string;
  readonly message?: string;
  readonly disruption?: { readonly reason: string; readonly message: string };
}

export interface PodView {
  readonly pod: KubeletPod;
  readonly states: ReadonlyMap<string, ContainerState>;
  readonly hasSandbox: boolean;
  readonly end: PodEnd;
  /** Set once nothing of it runs any more and nothing will. */
  readonly isOver: boolean;
}

const INITIALIZING: ContainerState = { is: "waiting", reason: "PodInitializing" };

export function stateOf({ states }: Pick<PodView, "states">, { name }: ContainerSpec): ContainerState {
  return states.get(name) ?? INITIALIZING;
}

export function statusOf(view: PodView, now: number): object {
  const { pod, end, isOver } = view;
  const { initContainers, containers } = pod.spec;
  const isReady = !isOver && [...initContainers, ...containers].every((one) => isUp(view, one));
  return {
    phase: phaseOf(view),
    ...(end.reason !== undefined && { reason: end.reason }),
    ...(end.message !== undefined && { message: end.message }),
    conditions: allConditions(view, isReady, wholeSeconds(now)),
    initContainerStatuses: initContainers.map((one) => containerStatus(view, one)),
    containerStatuses: containers.map((one) => containerStatus(view, one)),
  };
}

function phaseOf(view: PodView): string {
  const { pod, end, isOver } = view;
  const mains = pod.spec.containers.map((one) => stateOf(view, one));
  if (isOver) {
    const isWell = mains.every((state) => state.is === "ended" && state.end.exitCode === 0);
    return isWell && end.reason === undefined ? "Succeeded" : "Failed";
  }
  return mains.some(({ is }) => is !== "waiting") ? "Running" : "Pending";
}

/** An init container that has ended well is as good as ready. */
function isUp(view: PodView, container: ContainerSpec): boolean {
  const state = stateOf(view, container);
  if (state.is === "running") return state.isReady;
  const isInit = view.pod.spec.initContainers.includes(container) && !isSidecar(container);
  return isInit && state.is === "ended" && state.end.exitCode === 0;
}

function allConditions({ pod, hasSandbox, isOver, end }: PodView, isReady: boolean, time: string): object[] {
  const condition = (type: string, is: boolean, more: object = {}): object => ({
    type,
    status: is ? "True" : "False",
    lastProbeTime: null,
    lastTransitionTime: time,
    ...more,
  });
  const known = conditionsOf(pod).filter(({ type }) => type === "DisruptionTarget");
  const why = isReady ? {} : { reason: isOver ? "PodCompleted" : "ContainersNotReady" };
  return [
    ...(end.disruption === undefined ? known : [condition("DisruptionTarget", true, end.disruption)]),
    condition("PodReadyToStartContainers", hasSandbox && !isOver),
    condition("PodScheduled", true),
    condition("Ready", isReady, why),
    condition("ContainersReady", isReady, why),
  ];
}

function containerStatus(view: PodView, container: ContainerSpec): object {
  const state = stateOf(view, container);
  const isRunning = state.is === "running";
  return {
    name: container.name,
    image: container.image,
    imageID: "",
    ready: isUp(view, container),
    started: isRunning,
    restartCount: 0,
    lastState: {},
    state: stateObject(state),
  };
}

function stateObject(state: ContainerState): object {
  switch (state.is) {
    case "waiting": {
      const { is: _, ...waiting } = state;
      return { waiting };
    }
    case "running":
      return { running: { startedAt: wholeSeconds(state.since) } };
    case "ended": {
      const times = { startedAt: wholeSeconds(state.since), finishedAt: wholeSeconds(state.at) };
      return { terminated: { ...state.end, ...times } };
    }
    default:
      return state satisfies never;
  }
}
