/**
 * src/operator/: the composition of a running operator.
 *
 * In: a Kubernetes connection, a gt client, a clock, settings. Out: a started operator that can be closed.
 *   bridge.ts      resources as they change -> actors and what is desired of them
 *   sync.ts        an observation of the town -> facts for each actor
 *   publisher.ts   transitions -> status, Event, log line, metrics
 *   watch.ts       whose terminal is looked at, what a witness counts, which Witness acts
 *   claims.ts      which resource drives which polecat and bead
 *   adopter.ts     rigs and polecats without a resource -> resources that only observe
 *   town-manifests.ts  the same as manifests, for people who keep them in git
 *   origins.ts     what is said of a polecat whose resource was deleted while it lives
 *   deletion.ts    the finalizer of `deletionPolicy: Terminate`
 *   towns.ts       which resources belong to this operator's town
 *   replica.ts     one operator for each term that this process leads
 */
export { tellingLeaseWrites } from "./lease-writes.ts";
export { createRefusedWrites, type RefusedWrites } from "./refused-writes.ts";
export { createReplica, type Life, type ReplicaOptions } from "./replica.ts";
export { townManifests } from "./town-manifests.ts";
export { createOperator } from "./operator.ts";
export type { OperatorObserver, Operator, OperatorOptions, OperatorSettings } from "./options.ts";
