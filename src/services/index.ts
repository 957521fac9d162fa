/**
 * src/services/: implementations of what the machines invoke (machines/services.ts), on gt.
 *
 * In: an operation with its input, from the host. Out: the answer that the machine decides from, or a typed error
 * with a `reason`. Every service may be run again after a lost answer: it reads before it writes.
 */

export { ServiceError } from "./errors.ts";
export type { PlannedWork, PodOwner, PodPorts } from "./pods/index.ts";
export { createServices, type ServicePorts } from "./registry.ts";
