/** One pod on its node: init containers one after the other, sidecars beside, then the main ones, and the end in reverse. */
import { isSidecar, type ContainerSpec, type KubeletPod } from "./pod-shape.ts";
import type { ContainerRuntime, Ended, RunningContainer } from "./runtime.ts";
import { stateOf, type ContainerState, type PodEnd, type PodView } from "./statuses.ts";

export interface PodRunPorts {
  readonly runtime: ContainerRuntime;
  readonly now: () => number;
  /** A container that cannot begin, and why; null lets it. Asked again whenever the pod is looked at. */
  readonly blockOf: (pod: KubeletPod, container: string) => Block | null;
  readonly onChange: () => void;
}

/** `volumes`: the pod has no sandbox yet. */
export type Block =
  { readonly is: "volumes" } | { readonly is: "waiting"; readonly reason: string; readonly message: string };

export class PodRun {
  readonly #ports: PodRunPorts;
  readonly #states = new Map<string, ContainerState>();
  readonly #running = new Map<string, RunningContainer>();
  readonly #starting = new Set<string>();
  #pod: KubeletPod;
  #end: PodEnd = {};
  #hasSandbox = false;
  #isEnding = false;
  #isOver = false;

  constructor(ports: PodRunPorts, pod: KubeletPod) {
    this.#ports = ports;
    this.#pod = pod;
  }

  get view(): PodView {
    return {
      pod: this.#pod,
      states: this.#states,
      hasSandbox: this.#hasSandbox,
      end: this.#end,
      isOver: this.#isOver,
    };
  }

  /** Goes as far as it can: called anew for each change of the pod, and of what keeps it from going on. */
  advance(pod: KubeletPod): void {
    this.#pod = pod;
    if (this.#isOver || this.#isEnding) return;
    for (const container of [...pod.spec.initContainers, ...pod.spec.containers]) {
      if (!this.#begun(container) && !this.#begin(container)) return;
      const state = stateOf(this.view, container);
      const isInit = pod.spec.initContainers.includes(container) && !isSidecar(container);
      if (isInit && state.is !== "ended") return;
      if (isSidecar(container) && this.#starting.has(container.name)) return;
      if (isInit && state.is === "ended" && state.end.exitCode !== 0) {
        this.finish();
        return;
      }
    }
  }

  /** Asks all to end: the main ones first, sidecars once those have. */
  end(why: PodEnd = {}): void {
    if (this.#isOver) return;
    this.#end = { ...this.#end, ...why };
    this.#isEnding = true;
    const mains = this.#pod.spec.containers.filter(({ name }) => this.#running.has(name));
    for (const { name } of mains) this.#running.get(name)?.stop();
    if (mains.length === 0) this.#stopSidecars();
  }

  /** Ends one container in this way, without asking it. */
  kill(container: string, end: Ended): void {
    this.#running.get(container)?.kill(end);
  }

  setReady(container: string, isReady: boolean): void {
    const state = this.#states.get(container);
    if (state?.is !== "running") return;
    this.#states.set(container, { ...state, isReady });
    this.#ports.onChange();
  }

  finish(): void {
    this.#isOver = true;
    this.#ports.onChange();
  }

  #begun({ name }: ContainerSpec): boolean {
    const state = this.#states.get(name);
    return state !== undefined && state.is !== "waiting";
  }

  #begin(container: ContainerSpec): boolean {
    const block = this.#ports.blockOf(this.#pod, container.name);
    if (block !== null) {
      if (block.is === "waiting") this.#states.set(container.name, block);
      this.#hasSandbox = block.is !== "volumes";
      this.#ports.onChange();
      return false;
    }
    this.#hasSandbox = true;
    const since = this.#ports.now();
    const running = this.#ports.runtime.start(this.#pod, container);
    this.#running.set(container.name, running);
    this.#states.set(container.name, { is: "running", since, isReady: true });
    this.#awaitStart(container.name, running);
    this.#ports.onChange();
    void running.ended.then((end) => this.#onEnded(container, since, end));
    return true;
  }

  #awaitStart(name: string, { started }: RunningContainer): void {
    if (started === undefined) return;
    this.#starting.add(name);
    void started.then(() => {
      this.#starting.delete(name);
      this.advance(this.#pod);
    });
  }

  #onEnded({ name }: ContainerSpec, since: number, end: Ended): void {
    if (this.#isOver) return;
    this.#running.delete(name);
    this.#starting.delete(name);
    this.#states.set(name, { is: "ended", since, at: this.#ports.now(), end });
    const { containers } = this.#pod.spec;
    const isLastMain = containers.every((one) => !this.#running.has(one.name)) && this.#areMainsOver();
    if (isLastMain || (this.#isEnding && containers.every((one) => !this.#running.has(one.name)))) {
      this.#isEnding = true;
      this.#stopSidecars();
    } else this.advance(this.#pod);
    this.#ports.onChange();
  }

  #areMainsOver(): boolean {
    return this.#pod.spec.containers.every((one) => stateOf(this.view, one).is === "ended");
  }

  #stopSidecars(): void {
    if (this.#running.size === 0) {
      this.finish();
      return;
    }
    for (const running of this.#running.values()) running.stop();
  }
}
