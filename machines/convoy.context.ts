/** What a Convoy's machine remembers, and the decisions it reads from it. All of it is JSON. */
import type { ConvoyFacts } from "./facts.ts";
import type { ConvoyInput, NotifyInput } from "./services.ts";
import type { Obstacle } from "./polecat.context.ts";
import type { ConvoyWish } from "./wishes.ts";

export type BeadCount = Pick<ConvoyFacts, "closed" | "pending" | "missing" | "unread">;

export interface ConvoyContext {
  readonly uid: string;
  readonly wish: ConvoyWish;
  readonly facts: ConvoyFacts | null;
  /** Start of the newest trusted read, epoch ms: how old what is known may be. */
  readonly lastGoodAt: number | null;
  /** What that read found of the beads. Shown while the town cannot be read; nothing is decided from it. */
  readonly counted: BeadCount | null;
  /** Reads that began before this moment (epoch ms) are not believed. */
  readonly notBefore: number;
  readonly convoyId: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  /** Once set it stays: a convoy notifies once in its life, however often a bead is reopened. */
  readonly notifiedAt: number | null;
  readonly attempts: number;
  readonly refusals: number;
  readonly obstacle: Obstacle | null;
  /** Generation of the spec that gt refused; a newer one is tried again. */
  readonly refusedGeneration: number | null;
}

export interface ConvoyMachineInput {
  readonly uid: string;
  readonly wish: ConvoyWish;
  readonly convoyId: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly notifiedAt: number | null;
}

export function initialConvoyContext(input: ConvoyMachineInput): ConvoyContext {
  return {
    ...input,
    facts: null,
    lastGoodAt: null,
    counted: null,
    notBefore: 0,
    attempts: 0,
    refusals: 0,
    obstacle: null,
    refusedGeneration: null,
  };
}

/** Facts from a trusted read, or null: only these move a phase. */
export function trustedFacts(context: ConvoyContext): ConvoyFacts | null {
  return context.facts?.town.trusted === true ? context.facts : null;
}

/** Every bead reads closed: nothing pending, missing or unread. */
export function isAllClosed(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.closed.length === context.wish.beads.length;
}

/** Positive evidence that something is open. An unread bead is no evidence. */
export function isSomethingOpen(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.pending.length + facts.missing.length > 0;
}

/** None of the beads exists in a healthy town. */
export function isNothingThere(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.missing.length === context.wish.beads.length;
}

/** Some bead is there to be tracked, and the town and the rig may be written to. */
export function isCreatable(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.rig.usable && facts.closed.length + facts.pending.length > 0;
}

export function acceptFacts(context: ConvoyContext, facts: ConvoyFacts): Partial<ConvoyContext> {
  const { closed, pending, missing, unread } = facts;
  return {
    facts,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    ...(facts.town.trusted && { counted: { closed, pending, missing, unread } }),
  };
}

/** Facts speak of the beads that the spec named when they were read, and so does the end of a convoy. */
export function acceptWish(context: ConvoyContext, wish: ConvoyWish): Partial<ConvoyContext> {
  if (wish.generation === context.wish.generation) return { wish };
  const isSameBatch = JSON.stringify(wish.beads) === JSON.stringify(context.wish.beads);
  return {
    wish,
    facts: null,
    attempts: 0,
    refusals: 0,
    ...(!isSameBatch && { counted: null, completedAt: null }),
  };
}

export function owesNotice(context: ConvoyContext): boolean {
  return (
    context.wish.notify !== null &&
    context.notifiedAt === null &&
    context.refusedGeneration !== context.wish.generation &&
    trustedFacts(context)?.rig.usable === true
  );
}

export function convoyRequest({ uid, wish }: ConvoyContext): ConvoyInput {
  return { uid, description: wish.description, beads: wish.beads };
}

export function noticeRequest({ uid, wish, convoyId }: ConvoyContext): NotifyInput {
  return {
    uid,
    address: wish.notify ?? "",
    description: wish.description,
    convoyId: convoyId ?? "",
    total: wish.beads.length,
  };
}
