/**
 * test/e2e/harness/: a world for end-to-end tests.
 *
 * In: a seed of a town, and a way to start an API server. Out: a town with an executable `gt`, the API, the operator as
 * a process of its own, and questions about all three: objects and their history, the town's state, the calls of gt.
 * Nothing of the operator runs in the test's process; whatever was started is ended again, by its pid.
 */
export { Cluster } from "./cluster.ts";
export { plantDeaths, type Deaths, type Moment } from "./deaths.ts";
export { sizeOfFolder } from "./folder-size.ts";
export type { GtCall } from "./gt-calls.ts";
export { gtVersions } from "./gt-versions.ts";
export { processesIn } from "./left-behind.ts";
export { ALPHA, beadStore, BETA, convoy, polecat, refinery, rig, witness } from "./manifests.ts";
export { OperatorProcess, SECRETS } from "./operator-process.ts";
export {
  callerOf,
  FAST_ELECTION,
  firstLeader,
  overlaps,
  startReplica,
  terms,
  untilLeads,
  watchEndings,
  type Endings,
} from "./replicas.ts";
export { condition, type Seen } from "./seen.ts";
export { serverOf, startTcpProxy } from "./tcp-proxy.ts";
export { Town } from "./town.ts";
export { until } from "./until.ts";
export { createWorld, createWorldOn, type World, type WorldOptions } from "./world.ts";
