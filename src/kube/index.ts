/**
 * Everything that talks to the Kubernetes API, on undici's connections.
 *
 * In: a kubeconfig, resource types (`Resource<T>`), statuses and events to write.
 * Out: objects as they are and as they change (`Informer`, `Lister`), and the fate of each write.
 *
 * Nothing here knows Gas Town; every function takes the resource type it works on.
 */
export { connect, KubeConnection } from "./connection.ts";
export {
  clusterExtension,
  contextNames,
  findTarget,
  type KubeConfigSource,
  type Target,
} from "./kubeconfig/index.ts";
export { createKubeApi, type KubeApi, type RequestOptions } from "./transport.ts";
export {
  ApiError,
  ConnectionError,
  KubeConfigError,
  NoClusterError,
  RefusedConnectionError,
  TermEndedError,
  UnreadableAnswerError,
  isApiError,
  isTransient,
} from "./errors.ts";
export { createLease, leaseType, readLease, replaceLease } from "./lease-object.ts";
export { backoffMs, retrying, type Backoff } from "./retry.ts";
export {
  objectPath,
  ParseProblem,
  resourceOf,
  type ObjectName,
  type ObjectRef,
  type RawObject,
  type Resource,
  type ResourceType,
} from "./resource.ts";
export { Informer } from "./informer.ts";
export type { Disturbance, InformerEvent, InformerOptions, Unreadable } from "./informer-options.ts";
export { ObjectStore, type Lister, type PresentStatus } from "./lister.ts";
export { StatusWriter, type StatusWriterOptions } from "./status-writer.ts";
export type { WriteCounter, WriteOutcome } from "./status-slot.ts";
export { addFinalizer, removeFinalizer, type FinalizerOutcome } from "./finalizers.ts";
export {
  createObject,
  deleteObject,
  endObject,
  listObjects,
  patchObject,
  readObject,
  type CreateOutcome,
  type NewObject,
  type WriteOptions,
} from "./resources.ts";
export {
  EventRecorder,
  type EventCounter,
  type EventRecorderOptions,
  type RecordedEvent,
} from "./event-recorder.ts";
export { Election, type SeenLease } from "./election.ts";
export type { ElectionPorts, ElectionTimings } from "./election-ports.ts";
export { underTerm, type Term } from "./term.ts";
