/**
 * packages/simulated-town/: a simulated town, for the demo and the tests.
 *
 * In: a seed. Out: a folder with an executable `gt` (and `bd`) that answers in the real one's shapes, with agents
 * that work; or the same engine in process (`execute`). What the real gt surprises with, it does too: Dolt down looks
 * empty, an idle polecat that is reused is emptied, `show` looks in one database. testing.ts has faults on demand.
 */
export type { Answer } from "./answer.ts";
export { announceSling } from "./commands/sling.ts";
export { noteCommits } from "./commits.ts";
export { commandName, execute, type Program } from "./engine.ts";
export { feedOf } from "./feed.ts";
export { diskWorktrees } from "./disk-worktrees.ts";
export { memoryWorktrees } from "./memory-worktrees.ts";
export { TownFileError } from "./read-file.ts";
export { townFiles, worktreePath } from "./files.ts";
export { GT_PROGRAM } from "./program.ts";
export { ALPHA, BETA, seedTown, townState, type TownSeed } from "./seed.ts";
export type { AgentPlan, TownState, Worktrees } from "./state.ts";
export { readState, runInTown, withState } from "./store.ts";
export { DEFAULT_GT_VERSION, GT_VERSIONS, isGtVersion, type GtVersion } from "./versions/names.ts";
