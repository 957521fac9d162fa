/** The state of a simulated town. All of it is JSON: it lies in the town's folder between two runs of `gt`. */
import type { GtVersion } from "./versions/names.ts";

export interface SimRig {
  readonly name: string;
  readonly prefix: string;
  /** Names for polecats, in the order in which gt gives them; a freed one is given again first. */
  readonly names: readonly string[];
  /** People's own workers, who may have the name of a polecat. */
  readonly crew?: readonly string[];
  /** A rig that is parked or docked takes no slings; absent: it is operational. */
  status?: "parked" | "docked";
}

export interface SimComment {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly createdAt: number;
}

/** The wisp of the formula that a sling bonds to its bead; it stays with the bead until the next sling burns it. */
export interface SimMolecule {
  readonly id: string;
  readonly attachedAt: number;
}

export interface SimBead {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
  status: string;
  assignee: string | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closeReason: string | null;
  molecule: SimMolecule | null;
  comments: SimComment[];
  /** Polecats spawned for it: gt refuses the fourth. */
  slings: number;
}

/** What gt notes of a polecat on a bead of the polecat's own. */
export interface SimAgentBead {
  /** The bead that was slung last; a person who closes it does not clear this. */
  readonly hookBead: string | null;
  /** The bead of the last `gt done`. */
  readonly lastSourceIssue: string | null;
  /** `clean` after a `gt done`; empty until then. */
  readonly cleanupStatus: string;
  readonly activeMr: string | null;
}

export interface SimPolecat {
  readonly rig: string;
  readonly name: string;
  branch: string;
  session: boolean;
  readonly createdAt: number;
  /** Commits of its branch that main does not have. */
  unpushed: number;
  /** How many of them its branch on the remote has; absent or null: the remote has no such branch. */
  pushed?: number | null;
  agentBead?: SimAgentBead;
  stashes: number;
  /** When its agent has done what its plan says; null while it has nothing to do. */
  endsAt: number | null;
  /** The last sign of life of its agent; null while the agent works and gives one with each step. */
  quietSince: number | null;
}

export interface SimConvoy {
  readonly id: string;
  readonly title: string;
  status: string;
  readonly createdAt: number;
  updatedAt: number;
  tracked: readonly string[];
  /** Who is written to when gt closes it; a convoy that a sling made has neither. */
  readonly owner?: string;
  readonly notify?: string;
}

export interface SimMergeRequest {
  readonly id: string;
  readonly rig: string;
  /** Null: of a polecat in a pod, whom the town does not know. */
  readonly worker: string | null;
  /** Who has filed it, where that was no polecat of the rig. */
  readonly filedBy?: string;
  readonly branch: string;
  readonly bead: string;
  readonly commit: string;
  readonly createdAt: number;
  status: "open" | "closed";
  /** `merged`, or `rejected: …`. */
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
  /** When somebody looked at the inbox, where that acknowledges what is in it. */
  ackedAt?: number;
}

export interface SimNudge {
  readonly to: string;
  readonly text: string;
  readonly sentAt: number;
}

/** A bead that waits for the daemon, where the scheduler is on. */
export interface SimScheduled {
  readonly bead: string;
  readonly rig: string;
  readonly context: string;
  readonly dueAt: number;
}

/** A sling under way: gt refuses a second one of the same bead. */
export interface SimSlingUnderWay {
  readonly bead: string;
  readonly until: number;
  readonly caller: number;
  /** An earlier one of the same bead was under way when this one began: it will be refused. */
  readonly isSecond: boolean;
}

/** What an agent does with a bead. Files and commits that it leaves are what a careless nuke would lose. */
export interface AgentPlan {
  readonly behaviour:
    "finish" | "stall" | "fallSilent" | "leaveUncommitted" | "leaveUnpushed" | "leaveStash" | "never";
  readonly afterMs: number;
  /** With `finish`: commits wait in a merge request for so long. */
  readonly mergeAfterMs?: number;
}

export interface TownState {
  /** Which gt is installed; people put another in its place. */
  gtVersion: GtVersion;
  readonly rigs: readonly SimRig[];
  beads: SimBead[];
  polecats: SimPolecat[];
  convoys: SimConvoy[];
  mergeRequests: SimMergeRequest[];
  mail: SimMail[];
  nudges: SimNudge[];
  /** Agents of rigs that run, such as `alpha/witness`. */
  running: string[];
  readonly plans: Record<string, AgentPlan>;
  readonly defaultPlan: AgentPlan;
  /** `scheduler.max_polecats`; above 0 a sling only queues. */
  schedulerMax: number;
  /** How long the daemon takes to look at the queue. */
  readonly dispatchAfterMs: number;
  scheduled: SimScheduled[];
  slinging: SimSlingUnderWay[];
  /** False: as many polecats as a bench of the pace wants; absent: gt's own limits of a town and a rig hold. */
  readonly isLimited?: boolean;
  /**
   * Each bead is looked for in the town's own database, as by bd 1.0.0 where it obeys the BEADS_DOLT_DATA_DIR that gt 1.2
   * gives it: none of a rig's is found.
   */
  isTownDatabaseAlone?: boolean;
  /** Of Dolt's 1000: at 80 % gt spawns no more. */
  doltConnections: number;
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
  /** Where the call was made: `gt done` speaks of the polecat whose worktree this is. */
  readonly cwd: string;
  /** Tells calls apart that run at the same time, such as a process id. */
  readonly caller: number;
  readonly doltDown: boolean;
  readonly worktrees: Worktrees;
  /** Lines for `.events.jsonl`. */
  readonly emit: (type: string, actor: string, payload: Record<string, string>) => void;
}

/** The polecats' worktrees: files on a disk, or in memory. */
export interface Worktrees {
  create(rig: string, name: string): void;
  /** The branch that it is on from now. */
  checkOut(rig: string, name: string, branch: string): void;
  remove(rig: string, name: string): void;
  /** What gt does to an idle polecat that it reuses: everything uncommitted is gone. */
  reset(rig: string, name: string): void;
  uncommitted(rig: string, name: string): readonly string[];
  leaveFile(rig: string, name: string, file: string): void;
}
