/**
 * src/operator/: the composition of a running operator.
 *
 * In: a Kubernetes connection, a gt client, a clock, settings. Out: a started operator that can be closed.
 *   assembly.ts    all of it made in order, nothing before what it needs; parts.ts names the parts
 *   stores.ts      what the API server has of each kind; live-actors.ts the actors that run
 *   bridge.ts      resources as they change -> actors and what is desired of them; towns.ts those of this town only
 *   sync.ts        an observation of the town -> facts for each actor
 *   publisher.ts   transitions -> status, Event, log line, metrics
 *   watch.ts       whose terminal is looked at, what a witness counts, which Witness acts
 *   claims.ts      which resource drives which polecat and bead
 *   adopter.ts     rigs and polecats without a resource -> resources that only observe
 *   town-manifests.ts  the same as manifests, for people who keep them in git
 *   origins.ts     what is said of a polecat whose resource was deleted while it lives
 *   deletion.ts    the finalizer of `deletionPolicy: Terminate`
 *   replica.ts     one operator for each term that this process leads
 */
export { tellingLeaseWrites } from "./lease-writes.ts";
export { createRefusedWrites, type RefusedWrites } from "./refused-writes.ts";
export { createReplica, type ReplicaOptions, type TermRun } from "./replica.ts";
export { townManifests } from "./town-manifests.ts";
export { createOperator } from "./operator.ts";
export type { OperatorObserver, Operator, OperatorOptions, OperatorSettings } from "./options.ts";
