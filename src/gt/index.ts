/**
 * src/gt/: the only way to the town's `gt`, and the only caller of execa.
 *
 * In: typed requests. Out: typed answers, or a `GtError` whose reason and message are the real cause.
 *   commands.ts  argv, checked      exec.ts    one run, killed as a whole at its deadline
 *   parse/       zod, per command   budget.ts  how many at once, single flight, circuit breaker
 *   client.ts    all of it          feed.ts    the town's event feed, to wake up by
 *   whereabouts.ts  branch and session of a polecat; worktree.ts  read from its worktree on disk
 *   rig-urls.ts  the repository of each rig, as gt keeps it
 *   newest.ts    what was last heard of the town's health and merge queues, whoever asked
 *   dialect/     what differs between versions of gt
 *   database-watch.ts  commits of the town's databases, to wake up by; own-calls.ts  which of them may be our own
 */
export {
  createGtClient,
  type GtCall,
  type GtClient,
  type GtClientOptions,
  type GtReads,
  type SlingRequest,
} from "./client.ts";
export {
  namesMissingCleanup,
  programPrint,
  unknownWord,
  type Dialect,
  type PolecatWords,
} from "./dialect/index.ts";
export { groupBeads, type BeadGroup } from "./bead-groups.ts";
export { routeOf, type BeadRoute } from "./bead-routes.ts";
export { isReused } from "./reuse.ts";
export { SLING_ERRORS, slingErrorOf, type SlingError } from "./sling-errors.ts";
export { GtError, type GtReason } from "./errors.ts";
export { childEnvironment, createExecaGt } from "./exec.ts";
export type { ExecOutcome, GtExec } from "./exec-port.ts";
export { canFence, createFence, TOWN_FOLDER, type Fence } from "./fence.ts";
export { DOLT_NOT_RUNNING } from "./dolt-not-running.ts";
export { readWorktree } from "./worktree.ts";
export { readRigUrls } from "./rig-urls.ts";
export { watchFeed } from "./feed.ts";
export { watchDatabases, type Hint } from "./database-watch.ts";
export { createOwnCalls, type OwnCalls } from "./own-calls.ts";
export { createLanes, type Lanes } from "./lanes.ts";
export type { Newest } from "./newest.ts";
export type * from "./answers.ts";
