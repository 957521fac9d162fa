/** The port behind which containers run, and one that runs none: each goes on until somebody says how it ends. */
import { isSidecar, type ContainerSpec, type KubeletPod } from "./pod-shape.ts";

/** How a container ended, as the kubelet tells it. */
export interface Ended {
  readonly exitCode: number;
  /** Completed, Error, OOMKilled, StartError, … */
  readonly reason: string;
  /** What it has written to its termination message. */
  readonly message?: string;
}

export interface RunningContainer {
  readonly ended: Promise<Ended>;
  /** Its startup probe has passed; absent where it has none. A sidecar holds up those behind it until then. */
  readonly started?: Promise<void>;
  /** SIGTERM. */
  stop(): void;
  /** The kubelet, or the kernel, ends it at once and in this way. */
  kill(end: Ended): void;
}

export interface ContainerRuntime {
  start(pod: KubeletPod, container: ContainerSpec): RunningContainer;
}

/** What it says at its end: nothing, unless somebody knows better. */
export type LastWords = (container: ContainerSpec, pod: KubeletPod) => string | undefined;

/** Init containers end at once and well; the others go on, a main one ends by SIGTERM with 143, a sidecar with 0. */
export function scriptedRuntime(lastWords: LastWords = () => undefined): ContainerRuntime {
  return {
    start(pod, container) {
      const { promise, resolve } = Promise.withResolvers<Ended>();
      const isInit = pod.spec.initContainers.some(({ name }) => name === container.name);
      const end = (exitCode: number, reason: string): void => {
        const message = lastWords(container, pod);
        resolve({ exitCode, reason, ...(message !== undefined && { message }) });
      };
      if (isInit && !isSidecar(container)) end(0, "Completed");
      return {
        ended: promise,
        stop: () => (isInit ? end(0, "Completed") : end(143, "Error")),
        kill: resolve,
      };
    },
  };
}
