/**
 * The life of an object: create, replace, patch, apply, delete, and what the server does by itself afterwards.
 * In: decoded bodies with what the request asked for. Out: stored objects, or StatusErrors; every rule of admission
 * (defaults, pruning, ownership, validation, generations, finalizers) is applied here.
 */
export { createObject } from "./create.ts";
export { deleteObject } from "./delete.ts";
export type { Deletion } from "./delete.ts";
export { parseDeleteOptions } from "./delete-options.ts";
export type { DeleteOptions } from "./delete-options.ts";
export { EventExpiry } from "./event-expiry.ts";
export { GarbageCollector } from "./garbage-collector.ts";
export { NamespaceLifecycle } from "./namespace-lifecycle.ts";
export { applyType, patchObject } from "./patch.ts";
export { actOnPod, type PodAction } from "./pod-actions.ts";
export { replaceObject } from "./replace.ts";
export { parseWriteOptions } from "./write-request.ts";
export type { WriteContext, WriteRequest } from "./write-request.ts";
