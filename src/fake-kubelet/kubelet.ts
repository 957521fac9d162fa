/**
 * A node without a machine: binds the pods of a namespace to itself, moves their containers from state to state, ends them
 * with grace, and fails as nodes do when it is told to. It is a client like any kubelet, so it works on any API server.
 */
import { Informer, type KubeApi } from "../kube/index.ts";
import { PodRun, type Block } from "./pod-run.ts";
import { kubeletPods, type KubeletPod } from "./pod-shape.ts";
import { conditionsOf, PodWrites } from "./pod-writes.ts";
import { scriptedRuntime, type ContainerRuntime, type Ended } from "./runtime.ts";
import { statusOf, type PodEnd } from "./statuses.ts";

export interface FakeKubeletPorts {
  readonly api: KubeApi;
  readonly namespace: string;
  readonly node: string;
  readonly runtime?: ContainerRuntime;
  readonly now: () => number;
  readonly random: () => number;
  /** What it could not write. */
  readonly onError: (error: unknown) => void;
}

/** One pod here: its run, and its writes one after the other. */
interface Hosted {
  readonly run: PodRun;
  writing: Promise<void>;
  isRemoved: boolean;
}

export class FakeKubelet {
  readonly #ports: FakeKubeletPorts;
  readonly #writes: PodWrites;
  readonly #informer: Informer<KubeletPod>;
  readonly #hosted = new Map<string, Hosted>();
  #unschedulable: string | null = null;
  #blockOf: (pod: KubeletPod, container: string) => Block | null = () => null;
  #isLost = false;

  constructor(ports: FakeKubeletPorts) {
    const { api, namespace, now, random } = ports;
    this.#ports = ports;
    this.#writes = new PodWrites(api);
    this.#informer = new Informer({
      ...{ api, namespace, now, random, resource: kubeletPods },
      handler: ({ type, object }) => {
        if (type === "deleted") this.#hosted.delete(object.metadata.uid);
        else this.#look(object);
      },
    });
  }

  async start(): Promise<void> {
    this.#informer.start();
    await this.#informer.hasSynced;
  }

  async close(): Promise<void> {
    await this.#informer.close();
    await Promise.all([...this.#hosted.values()].map(({ writing }) => writing));
  }

  /** No pod fits on the node, and why; null: they do again. */
  fit(problem: string | null): void {
    this.#unschedulable = problem;
    this.#lookAgain();
  }

  /** What keeps containers from beginning: an image, a Secret, a volume. */
  block(blockOf: (pod: KubeletPod, container: string) => Block | null): void {
    this.#blockOf = blockOf;
    this.#lookAgain();
  }

  /** A container's probe fails, or passes again. */
  setReady(pod: string, container: string, isReady: boolean): void {
    this.#named(pod).run.setReady(container, isReady);
  }

  /** Ends a container in this way. */
  kill(pod: string, container: string, end: Ended): void {
    this.#named(pod).run.kill(container, end);
  }

  outOfMemory(pod: string, container: string): void {
    this.kill(pod, container, { exitCode: 137, reason: "OOMKilled" });
  }

  /** The node is short of something, and this pod has to go. It stays in the API, as Failed. */
  evict(pod: string, message: string): void {
    const disruption = { reason: "TerminationByKubelet", message };
    this.#named(pod).run.end({ reason: "Evicted", message, disruption });
  }

  reachDeadline(pod: string): void {
    const message = "Pod was active on the node longer than the specified deadline";
    this.#named(pod).run.end({ reason: "DeadlineExceeded", message });
  }

  /** As `kubectl drain` does with each pod of the node. */
  drain(pod: string): Promise<void> {
    return this.#writes.evict(this.#named(pod).run.view.pod);
  }

  /** The node does not answer any more: its controller calls its pods unready. Their containers go on, unseen. */
  async lose(): Promise<void> {
    this.#isLost = true;
    await Promise.all([...this.#hosted.values()].map(({ writing }) => writing));
    for (const pod of this.#pods()) await this.#writes.condition(pod, { type: "Ready", status: "False" });
  }

  /** What follows after five minutes: the pods of a lost node are deleted, and nobody there hears of it. */
  async drivePodsAway(): Promise<void> {
    const message = "Taint manager: deleting due to NoExecute taint";
    const reason = "DeletionByTaintManager";
    for (const pod of this.#pods()) {
      await this.#writes.condition(pod, { type: "DisruptionTarget", status: "True", reason, message });
      await this.#writes.remove(pod);
    }
  }

  /** `kubectl delete --force`, or the garbage collection of pods: what ran on it may run still. */
  removeByForce(pod: string): Promise<void> {
    return this.#writes.remove(this.#named(pod).run.view.pod, 0);
  }

  /** The node is back, and does what it has not heard of. */
  comeBack(): void {
    this.#isLost = false;
    for (const hosted of this.#hosted.values()) this.#write(hosted);
    this.#lookAgain();
  }

  #pods(): readonly KubeletPod[] {
    return this.#informer.lister.list().filter(({ metadata }) => this.#hosted.has(metadata.uid));
  }

  #named(name: string): Hosted {
    const pod = this.#pods().find(({ metadata }) => metadata.name === name);
    const hosted = pod === undefined ? undefined : this.#hosted.get(pod.metadata.uid);
    if (hosted === undefined) throw new Error(`no pod ${name} runs on ${this.#ports.node}`);
    return hosted;
  }

  #lookAgain(): void {
    for (const pod of this.#informer.lister.list()) this.#look(pod);
  }

  #look(pod: KubeletPod): void {
    const { node } = this.#ports;
    const { nodeName } = pod.spec;
    if (this.#isLost || (nodeName !== undefined && nodeName !== node)) return;
    if (nodeName === undefined) {
      this.#run(this.#schedule(pod));
      return;
    }
    const isOver = pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
    if (isOver && !this.#hosted.has(pod.metadata.uid)) return;
    const hosted = this.#hosted.get(pod.metadata.uid) ?? this.#host(pod);
    hosted.run.advance(pod);
    if (pod.metadata.deletionTimestamp !== undefined) this.#end(hosted);
  }

  async #schedule(pod: KubeletPod): Promise<void> {
    if (pod.metadata.deletionTimestamp !== undefined) return;
    if (this.#unschedulable === null) return this.#writes.bind(pod, this.#ports.node);
    const message = this.#unschedulable;
    const known = conditionsOf(pod).some((one) => "message" in one && one.message === message);
    if (known) return;
    const reason = "Unschedulable";
    await this.#writes.condition(pod, { type: "PodScheduled", status: "False", reason, message });
  }

  #host(pod: KubeletPod): Hosted {
    const { runtime = scriptedRuntime(), now } = this.#ports;
    const run = new PodRun(
      {
        runtime,
        now,
        blockOf: (one, container) => this.#blockOf(one, container),
        onChange: () => this.#write(hosted),
      },
      pod,
    );
    const hosted: Hosted = { run, writing: Promise.resolve(), isRemoved: false };
    this.#hosted.set(pod.metadata.uid, hosted);
    return hosted;
  }

  #end(hosted: Hosted, why: PodEnd = {}): void {
    hosted.run.end(why);
    this.#write(hosted);
  }

  /** The newest status, and behind the last one of a deleted pod its removal. */
  #write(hosted: Hosted): void {
    if (this.#isLost) return;
    const { run } = hosted;
    hosted.writing = hosted.writing
      .then(() => this.#writeNow(run, hosted))
      .catch((error: unknown) => this.#ports.onError(error));
  }

  async #writeNow(run: PodRun, hosted: Hosted): Promise<void> {
    if (this.#isLost || hosted.isRemoved) return;
    const { view } = run;
    const pod = this.#informer.lister.get(view.pod.metadata) ?? view.pod;
    if (pod.metadata.uid !== view.pod.metadata.uid) return;
    await this.#writes.status(pod, (known) => statusOf({ ...view, pod: known }, this.#ports.now()));
    if (!view.isOver || pod.metadata.deletionTimestamp === undefined) return;
    hosted.isRemoved = true;
    await this.#writes.remove(pod, 0);
  }

  #run(work: Promise<void>): void {
    work.catch((error: unknown) => this.#ports.onError(error));
  }
}
