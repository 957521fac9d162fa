/** What the machine of a polecat in a pod remembers. All of it is JSON. */
import { isDone } from "./bead-status.ts";
import type { BeadReading } from "./facts.ts";
import type { PodSight, PodsSeen, PodTown, PodDesired } from "./pod.facts.ts";
import type { TerminationProof } from "./services.ts";
import type { RecordedBlocker } from "./polecat.context.ts";

export interface PodContext {
  readonly uid: string;
  readonly desired: PodDesired;
  /** The newest of each; null after a restart, until it was read afresh. */
  readonly pods: PodsSeen | null;
  readonly facts: PodTown | null;
  /** Start of the newest trusted read of the town, epoch ms. */
  readonly lastGoodAt: number | null;
  /** Reads that began before cannot know the newest write, epoch ms. */
  readonly notBefore: number;
  /** The bead that it has taken, until it is closed or given back. */
  readonly bead: string | null;
  readonly closedBead: string | null;
  /** Of the newest pod that was ever asked for; 0 before the first. */
  readonly attempt: number;
  /** The newest attempt whose pod was seen: from then on a pod that is not there has gone. */
  readonly seenAttempt: number;
  /** Attempts at this bead that have failed by themselves. */
  readonly failures: number;
  /** Ends of any kind in a row, and tries that came to nothing; feeds the backoff. */
  readonly tries: number;
  /** The attempt of which the remote was asked, because its pod left no word. */
  readonly provenAttempt: number;
  /** The attempt whose end was judged: it is decided once. */
  readonly judgedAttempt: number;
  readonly blocker: RecordedBlocker | null;
  readonly proof: TerminationProof | null;
  readonly endedAtGeneration: number | null;
}

export interface PodInput {
  readonly uid: string;
  readonly desired: PodDesired;
}

export function initialPodContext({ uid, desired }: PodInput): PodContext {
  return {
    uid,
    desired,
    pods: null,
    facts: null,
    lastGoodAt: null,
    notBefore: 0,
    bead: null,
    closedBead: null,
    attempt: 0,
    seenAttempt: 0,
    failures: 0,
    tries: 0,
    provenAttempt: 0,
    judgedAttempt: 0,
    blocker: null,
    proof: null,
    endedAtGeneration: null,
  };
}

/** The bead whose reading decides: the one in work until it closes, then the one that the spec names. */
export function podBead({ bead, desired }: PodContext): string | null {
  return bead ?? desired.bead;
}

export function podBeadReading(context: PodContext): BeadReading | null {
  const reading = context.facts?.bead ?? null;
  return reading?.id === podBead(context) ? reading : null;
}

export function isBeadDone(context: PodContext): boolean {
  const reading = podBeadReading(context);
  return reading?.reading === "known" && isDone(reading.status);
}

/** The newest pod; null where it is not there, or not seen yet. */
export function newestPod({ pods, attempt }: PodContext): PodSight | null {
  return pods?.pods.find((pod) => pod.attempt === attempt) ?? null;
}

/** Any pod of it that may run still, whichever attempt it is of. */
export function isAnyAlive({ pods }: PodContext): boolean {
  return pods?.pods.some(({ isOver }) => !isOver) ?? false;
}
