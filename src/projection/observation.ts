/** One observation of the town: what a sync read, part by part, with what could not be read and why. */
import type { Trust } from "../../machines/index.ts";
import type { Bead, ConvoySummary, Dialect, MergeRequest, PolecatEntry, RigEntry } from "../gt/index.ts";
import { shownRigName, type Rigs } from "./rigs.ts";

export type { PolecatEntry };

/** The answer of one read. A part that failed or is late says why; it never looks like an empty answer. */
export type Reading<Value> = { readonly ok: true; readonly value: Value } | Unread;

/** What could not be read, and why, in gt's words. */
export interface Unread {
  readonly ok: false;
  readonly reason: string;
  readonly message: string;
}

export type PathState =
  | "present"
  | "missing"
  | "unknown"
  /** With what the system says of it. */
  | { readonly state: "missing" | "unknown"; readonly message: string };

/** All rigs in it are named as gt names them. */
export interface TownObservation {
  /** Epoch ms at which the first read began. */
  readonly startedAt: number;
  readonly finishedAt: number;
  /** How long the town was at work for what it answered, ms: what hangs is no sign of load. */
  readonly busyMs: number;
  /** How long it took over a small question, whether its database runs, ms. */
  readonly answerMs: number;
  /** Trusted only when all reads ran between two health reads that found the database running. */
  readonly trust: Trust;
  readonly rigs: Reading<readonly RigEntry[]>;
  /** Polecats by rig: a hanging rig fails alone. */
  readonly polecats: ReadonlyMap<string, Reading<readonly PolecatEntry[]>>;
  readonly beads: ReadonlyMap<string, Reading<Bead | null>>;
  /** Databases of beads that could not be read at all, by prefix. */
  readonly unreadDatabases: ReadonlyMap<string, Unread>;
  /** The open ones; null where nobody wanted to know. */
  readonly convoys: Reading<readonly ConvoySummary[]> | null;
  /** Epoch ms at which the read began that listed them. */
  readonly convoysReadAt: number;
  /** Merge queues by rig, of those that were asked for. */
  readonly queues: ReadonlyMap<string, Reading<readonly MergeRequest[]>>;
  /** How many issues each rig's database has, by rig; null where nobody wanted to know. */
  readonly issues: Reading<ReadonlyMap<string, number>> | null;
  /** How gt's answers are read; null where the town could not be asked. */
  readonly dialect: Dialect | null;
  /** By `localPath`. */
  readonly paths: ReadonlyMap<string, PathState>;
  /** Digests of the terminals that were looked at, by `RIG/NAME`. */
  readonly panes: ReadonlyMap<string, Reading<string>>;
  /** Rigs of the town that have to wait for their turn: neither their polecats nor their merge queues were read. */
  readonly unlisted: ReadonlySet<string>;
}

/** What the resources want to know of the town. */
export interface ObservationRequest {
  /** Those that Rigs stand for, by gt's names. */
  readonly rigs: readonly { readonly name: string; readonly localPath: string }[];
  readonly beads: readonly string[];
  /** `RIG/NAME` of polecats whose terminal is looked at where gt calls them stalled, most wanted first. */
  readonly watched: readonly string[];
  /** Whether the open convoys are to be listed: one more call. */
  readonly listsConvoys: boolean;
  /** Rigs whose merge queue is not to be read: nothing is expected in it. */
  readonly idleQueues: ReadonlySet<string>;
  /** Whether a BeadStore is due to be counted: one more call. */
  readonly countsIssues: boolean;
  /** Rigs in which somebody waits for what a list shows: they come first where not all are read. */
  readonly expected: ReadonlySet<string>;
}

/** Of the queues that could be read, by the rig's name in Kubernetes. */
export function queueLengths({ queues }: TownObservation, rigs: Rigs): ReadonlyMap<string, number> {
  return new Map(
    [...queues].flatMap(([gtName, queue]) => {
      const rig = shownRigName(rigs, gtName);
      return queue.ok && rig !== null ? [[rig, queue.value.length] as const] : [];
    }),
  );
}
