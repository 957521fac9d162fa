/**
 * src/fake-kubelet/: a node without a machine, for the demo and for tests: what comes of polecats' pods can be seen, and
 * made to go wrong, where there is no cluster.
 *
 * In: an API server that serves Pods, and what is to happen (`evict`, `outOfMemory`, `lose`, …). Out: statuses as a kubelet
 * writes them. Containers run behind a port (runtime.ts): one runs none, the other runs each as a process of this machine.
 */
export { FakeKubelet, type FakeKubeletPorts } from "./kubelet.ts";
export type { Block } from "./pod-run.ts";
export { TERMINATION_LOG } from "./pod-folders.ts";
export { processRuntime, type LocalImage, type ProcessRuntimePorts } from "./process-runtime.ts";
export { scriptedRuntime, type ContainerRuntime, type Ended, type RunningContainer } from "./runtime.ts";
