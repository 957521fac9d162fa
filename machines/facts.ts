/**
 * Facts: what one observation of the town said, cut down to what one actor needs.
 * They carry how far they can be trusted, because a failed gt read looks like an empty one.
 */
import type { EndedMerge, QueuedMerge } from "./merges.ts";

/** Whether the reads behind a fact happened between two health reads that found the town's database running. */
export type Trust =
  { readonly trusted: true } | { readonly trusted: false; readonly reason: string; readonly message: string };

/** Whether gt may be asked to write for resources of a rig. */
export type RigAvailability =
  { readonly usable: true } | { readonly usable: false; readonly reason: string; readonly message: string };

/** Whether a Polecat may be slung now, seen across all resources: capacity, and one driver for each bead. */
export type Admission =
  { readonly granted: true } | { readonly granted: false; readonly reason: string; readonly message: string };

/**
 * One polecat in a list read. `times` counts trusted lists in a row that lacked it and stops at 2:
 * one list is not enough to call a polecat gone, nor to say that it has no work.
 */
export type Sighting =
  | {
      readonly seen: "present";
      readonly name: string;
      readonly state: string;
      readonly issue: string | null;
      readonly sessionRunning: boolean;
      /**
       * How many trusted lists in a row showed it with nothing on its hook, this one too, up to 2; absent where it has
       * something, and in records from before they were counted.
       */
      readonly timesWithoutIssue?: 1 | 2;
      /** Absent where the list does not tell it (gt 1.0), and in records from before it was recorded. */
      readonly branch?: string;
      /** Another resource drives it: gt gives a name anew once its polecat was nuked. */
      readonly isAnothers?: true;
    }
  | { readonly seen: "absent"; readonly name: string; readonly times: 1 | 2 }
  | { readonly seen: "unknown"; readonly name: string };

/** One bead in a bead read. `missing` counts like `Sighting.absent`. */
export type BeadReading =
  | {
      readonly reading: "known";
      readonly id: string;
      readonly status: string;
      readonly assignee: string | null;
      /** When it was closed, epoch ms of gt's clock; absent where gt does not say. */
      readonly closedAt?: number;
    }
  | { readonly reading: "missing"; readonly id: string; readonly times: 1 | 2 }
  | { readonly reading: "unknown"; readonly id: string; readonly message: string };

/** What could not be read of a resource's part of the town, and why, in gt's words. It moves no phase. */
export interface UnreadPart {
  readonly reason: string;
  readonly message: string;
}

/** What a Polecat's machine decides from. `startedAt`: epoch ms at which the first read behind it began. */
export interface PolecatFacts {
  readonly startedAt: number;
  /** Start of the newest trusted read of all that is known here, this one or one before; null where there was none yet. */
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  /** Absent where all of it was read. */
  readonly unreadPart?: UnreadPart;
  readonly rig: RigAvailability;
  readonly admission: Admission;
  /** The polecat of `context.polecatName`; null while the resource has none. */
  readonly polecat: Sighting | null;
  /** The bead that the machine tracks; null while it tracks none. */
  readonly bead: BeadReading | null;
  /** The polecat of this rig that has the tracked bead, where no other resource drives that polecat. */
  readonly holder: string | null;
  /** The polecat of this rig that had the tracked bead when it closed, where it rests and no other resource drives it. */
  readonly finisher: string | null;
  /** The polecat, name and branch, that counts as ended and that gt lists all the same; absent where there is none. */
  readonly survivor?: { readonly name: string; readonly branch: string };
  /** A digest of the polecat's terminal; null where it was not looked at, as with most polecats in most reads. */
  readonly pane: string | null;
  /** Restarts of its pod within the threshold of its witness; null where it has no pod. */
  readonly podRestarts: number | null;
  /** Null where no witness acts for the rig: nobody is told then. */
  readonly witness: WitnessPolicy | null;
}

/** How a rig's witness judges and whom it tells: of its Witness resource, or of the default where there is none. */
export interface WitnessPolicy {
  readonly stuckThresholdMs: number;
  /** An address of gt mail. */
  readonly escalateTo: string;
}

/** What a Convoy's machine decides from. `pending`, `ended` and `closed` are bead reads; `missing` was lacking twice. */
export interface ConvoyFacts {
  readonly startedAt: number;
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly rig: RigAvailability;
  readonly closed: readonly string[];
  readonly pending: readonly string[];
  readonly missing: readonly string[];
  /** Beads that have ended otherwise than by being closed; absent in records from before they were told apart. */
  readonly ended?: readonly string[];
  /** gt's word for each of the pending and ended beads, by id; absent in records from before it was recorded. */
  readonly statuses?: Readonly<Record<string, string>>;
  /** Beads whose read failed, or that were lacking once: nothing is decided from them. */
  readonly unread: readonly string[];
  /** When the last of the closed ones was closed, epoch ms of gt's clock; null where gt does not say. */
  readonly closedAt: number | null;
  /** Why beads could not be read; absent where they could. */
  readonly unreadPart?: UnreadPart;
}

/** The gt that the town runs on. */
export interface GtProgram {
  /** Such as `1.2.1`; null where it does not tell. */
  readonly version: string | null;
  /** What people should know of how the operator reads it; null where there is nothing. */
  readonly note: string | null;
}

/** What a Rig's machine decides from. A null figure was not read. */
export interface RigFacts {
  readonly startedAt: number;
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly path: "present" | "missing" | "unknown";
  /** What the system says of it where it is not a folder that can be looked at; absent where that says no more. */
  readonly pathTrouble?: string;
  readonly listing: "known" | "unknown" | "unread";
  /** gt's own word for it, such as parked; absent where it was not read. */
  readonly townStatus?: string;
  /** The Rig that stands for the same rig of gt, and came earlier; absent where there is none. */
  readonly rival?: string;
  /** The prefix of the rig's beads by gt's own word; absent where gt was not heard. */
  readonly beadsPrefix?: string;
  readonly witness: string | null;
  readonly refinery: string | null;
  readonly polecatCount: number | null;
  readonly activeConvoys: number | null;
  readonly queueLength: number | null;
  /** Set when calls of this rig alone fail or hang, so that other rigs are not blamed. */
  readonly trouble: { readonly reason: string; readonly message: string } | null;
  /** gt itself; absent where it was not asked. */
  readonly gt?: GtProgram;
  /** Set where gt is slow over its polecats, so that the rigs of the town are read one after the other. */
  readonly inTurns?: true;
  /** What else is shown of it and could not be read; its polecats get their work all the same. */
  readonly unreadPart?: UnreadPart;
}

/** The rig's polecats, counted; each in one of the parts at most. */
export interface PolecatsSummary {
  readonly total: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly stuck: number;
}

/** What a Witness's machine decides from. */
export interface WitnessFacts {
  readonly startedAt: number;
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly rig: RigAvailability;
  /** `namespace/name` of the Witness that acts for the rig, where that is another one. */
  readonly rival: string | null;
  /** Null where the rig's polecats could not be read. */
  readonly polecats: PolecatsSummary | null;
}

/** What a Refinery's machine decides from. */
export interface RefineryFacts {
  readonly startedAt: number;
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly rig: RigAvailability;
  /** Null where the queue was not read. */
  readonly queue: readonly QueuedMerge[] | null;
  /** Ends that were read of requests which had left the queue. */
  readonly ended: readonly EndedMerge[];
}

/** What a BeadStore's machine decides from. */
export interface BeadStoreFacts {
  readonly startedAt: number;
  readonly lastGoodAt: number | null;
  readonly town: Trust;
  readonly rig: RigAvailability;
  /** The rig's prefix by gt's own word, without the dash; null where the rigs were not read. */
  /** gt's name of the rig, which its database has, too. */
  readonly gtName: string;
  readonly prefix: string | null;
  /** Null where they were not counted. */
  readonly issues: number | null;
  /** Why they could not be counted; absent where gt answered. */
  readonly unreadPart?: UnreadPart;
}
