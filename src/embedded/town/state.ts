/** The state of a simulated town. All of it is JSON: it lies in the town's folder between two runs of `gt`. */

export interface SimRig {
  readonly name: string;
  readonly prefix: string;
  /** Names for polecats, in the order in which gt gives them; a freed one is given again first. */
  readonly names: readonly string[];
}

export interface SimBead {
  readonly id: string;
  readonly title: string;
  status: string;
  assignee: string | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closeReason: string | null;
  /** Polecats spawned for it: gt refuses the fourth. */
  slings: number;
}

export interface SimPolecat {
  readonly rig: string;
  readonly name: string;
  branch: string;
  session: boolean;
  readonly createdAt: number;
  unpushed: number;
  stashes: number;
  /** When its agent has done what its plan says; null while it has nothing to do. */
  endsAt: number | null;
}

export interface SimConvoy {
  readonly id: string;
  readonly title: string;
  status: string;
  readonly createdAt: number;
  readonly tracked: readonly string[];
}

export interface SimMergeRequest {
  readonly id: string;
  readonly rig: string;
  readonly worker: string;
  readonly branch: string;
  readonly bead: string;
  readonly createdAt: number;
  status: "open" | "closed";
  closeReason: string | null;
  closedAt: number | null;
  /** When the refinery merges it; null for never. */
  readonly mergesAt: number | null;
}

export interface SimMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  readonly sentAt: number;
}

/** What an agent does with a bead. Files and commits that it leaves are what a careless nuke would lose. */
export interface AgentPlan {
  readonly behaviour: "finish" | "stall" | "leaveUncommitted" | "leaveUnpushed" | "leaveStash" | "never";
  readonly afterMs: number;
  /** With `finish`: commits wait in a merge request for so long. */
  readonly mergeAfterMs?: number;
}

export interface TownState {
  readonly rigs: readonly SimRig[];
  beads: SimBead[];
  polecats: SimPolecat[];
  convoys: SimConvoy[];
  mergeRequests: SimMergeRequest[];
  mail: SimMail[];
  readonly plans: Record<string, AgentPlan>;
  readonly defaultPlan: AgentPlan;
  /** `scheduler.max_polecats`; above 0 a sling only queues. */
  schedulerMax: number;
  scheduled: string[];
  /** ms a call takes, by its command, such as `sling` or `polecat list`; `""` is the rest. */
  readonly latency: Record<string, number>;
  /** State of the random numbers behind ids and branches. */
  random: number;
}

/** What the engine cannot know by itself. */
export interface Surroundings {
  /** Epoch ms. */
  readonly now: number;
  readonly root: string;
  readonly doltDown: boolean;
  readonly worktrees: Worktrees;
  /** Lines for `.events.jsonl`. */
  readonly emit: (type: string, actor: string, payload: Record<string, string>) => void;
}

/** The polecats' worktrees: files on a disk, or in memory. */
export interface Worktrees {
  create(rig: string, name: string): void;
  remove(rig: string, name: string): void;
  /** What gt does to an idle polecat that it reuses: everything uncommitted is gone. */
  reset(rig: string, name: string): void;
  uncommitted(rig: string, name: string): readonly string[];
  leaveFile(rig: string, name: string, file: string): void;
}

/** mulberry32: the next random number in [0, 1), kept in the state. */
export function nextRandom(state: TownState): number {
  state.random = (state.random + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

export function randomWord(state: TownState, length: number): string {
  return Array.from({ length }, () => LETTERS[Math.floor(nextRandom(state) * LETTERS.length)]).join("");
}

/** The bead on a polecat's hook: gt derives it from the bead's assignee. */
export function hookOf(state: TownState, { rig, name }: { rig: string; name: string }): SimBead | undefined {
  return state.beads.find(
    (bead) =>
      bead.assignee === `${rig}/polecats/${name}` &&
      (bead.status === "hooked" || bead.status === "in_progress"),
  );
}

export function findPolecat(state: TownState, rig: string, name: string): SimPolecat | undefined {
  return state.polecats.find((polecat) => polecat.rig === rig && polecat.name === name);
}

/** RFC 3339 in whole seconds, as gt prints times. */
export function stamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");
}
