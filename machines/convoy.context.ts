/** What a Convoy's machine remembers, and the decisions it reads from it. All of it is JSON. */
import { countBeads, rememberDone, statusWords, type BeadCount } from "./convoy.beads.ts";
import type { ConvoyFacts } from "./facts.ts";
import type { ConvoyInput, ExtendConvoyInput, NotifyInput } from "./services.ts";
import type { RecordedBlocker } from "./polecat.context.ts";
import type { DesiredConvoy } from "./desired.ts";

/** The newest mail that went out. */
export interface Notice {
  readonly at: number;
  readonly address: string;
  /** The completion that it told of: when that was, epoch ms. */
  readonly completedAt: number;
}

export interface ConvoyContext {
  readonly uid: string;
  readonly desired: DesiredConvoy;
  readonly facts: ConvoyFacts | null;
  /** Start of the newest trusted read, epoch ms: how old what is known may be. */
  readonly lastGoodAt: number | null;
  /** What that read found of the beads. Shown while the town cannot be read; nothing is decided from it. */
  readonly counted: BeadCount | null;
  /** Reads that began before this moment (epoch ms) are not believed. */
  readonly notBefore: number;
  readonly convoyId: string | null;
  /** What gt's convoy is known to track; null where nobody has looked. */
  readonly tracked: readonly string[] | null;
  readonly startedAt: number | null;
  /**
   * When the last of the beads was closed, by gt's clock, or else when that was seen; epoch ms. A completion is known by
   * it: a later one is another, and the same one stays the same over a restart.
   */
  readonly completedAt: number | null;
  readonly notice: Notice | null;
  /** To whom the mail goes that is on its way: the spec may name somebody else by the time of its answer. */
  readonly announcingTo: string | null;
  readonly attempts: number;
  readonly refusals: number;
  readonly blocker: RecordedBlocker | null;
  /** Generation of the spec that gt refused; a newer one is tried again. */
  readonly refusedGeneration: number | null;
  /** Beads of the spec that gt refused to add to its convoy, in gt's words. */
  readonly unextended: { readonly generation: number; readonly message: string } | null;
}

export interface ConvoyMachineInput {
  readonly uid: string;
  readonly desired: DesiredConvoy;
  readonly convoyId: string | null;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  readonly notice: Notice | null;
}

export function initialConvoyContext(input: ConvoyMachineInput): ConvoyContext {
  return {
    ...input,
    facts: null,
    lastGoodAt: null,
    counted: null,
    notBefore: 0,
    tracked: null,
    announcingTo: null,
    attempts: 0,
    refusals: 0,
    blocker: null,
    refusedGeneration: null,
    unextended: null,
  };
}

/** Facts from a trusted read, or null: only these move a phase. */
export function trustedFacts(context: ConvoyContext): ConvoyFacts | null {
  return context.facts?.town.trusted === true ? context.facts : null;
}

/** Every bead reads closed: nothing pending, missing or unread. */
export function isAllClosed(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.closed.length === context.desired.beads.length;
}

/** Positive evidence that something is open. An unread bead is no evidence. */
export function isSomethingOpen(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.pending.length + facts.missing.length > 0;
}

/** None of the beads exists in a healthy town. */
export function isNothingThere(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.missing.length === context.desired.beads.length;
}

/** Every bead has ended, and not all of them by being closed: nothing is left to wait for. */
export function isAllEnded(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  const ended = facts?.ended?.length ?? 0;
  return facts !== null && ended > 0 && facts.closed.length + ended === context.desired.beads.length;
}

/** A bead that had ended was opened or closed after all. */
export function isSomethingReopened(context: ConvoyContext): boolean {
  return (trustedFacts(context)?.pending.length ?? 0) > 0 || isAllClosed(context);
}

/** Why a convoy of which nothing is left to wait for is not completed. */
export function endedMessage({ facts, desired }: ConvoyContext): string {
  const { closed = [], ended = [], statuses } = facts ?? {};
  return `${closed.length} of ${desired.beads.length} beads are closed; ${statusWords(ended, statuses)}, which ends a bead and does not say that it is done: take it out of spec.trackedBeads`;
}

/** Some bead is there to be tracked, and the town and the rig may be written to. */
export function isCreatable(context: ConvoyContext): boolean {
  const facts = trustedFacts(context);
  return facts !== null && facts.rig.usable && facts.closed.length + facts.pending.length > 0;
}

/** Closed again since this completion: a bead was opened in between, while nobody looked. */
export function isCompletedAnew(context: ConvoyContext): boolean {
  const closedAt = trustedFacts(context)?.closedAt ?? null;
  return isAllClosed(context) && closedAt !== null && closedAt > (context.completedAt ?? closedAt);
}

/** Beads of the spec that exist, and that gt's convoy does not track or is not known to. */
export function untrackedBeads(context: ConvoyContext): readonly string[] {
  const { closed = [], pending = [] } = trustedFacts(context) ?? {};
  return [...closed, ...pending].filter((bead) => context.tracked?.includes(bead) !== true);
}

/** gt cannot take a bead out of a convoy. */
export function surplusBeads({ tracked, desired }: ConvoyContext): readonly string[] {
  return (tracked ?? []).filter((bead) => !desired.beads.includes(bead));
}

/** What gt's convoy tracks is not known once the snapshot was lost: it is looked at then, also where nothing is to be added. */
export function owesBeads(context: ConvoyContext): boolean {
  return (
    context.convoyId !== null &&
    context.unextended?.generation !== context.desired.generation &&
    trustedFacts(context)?.rig.usable === true &&
    (context.tracked === null || untrackedBeads(context).length > 0)
  );
}

export function acceptFacts(context: ConvoyContext, facts: ConvoyFacts): Partial<ConvoyContext> {
  const accepted = rememberDone(context.counted, facts);
  return {
    facts: accepted,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    ...(facts.town.trusted && { counted: countBeads(context.counted, accepted) }),
  };
}

/**
 * Facts speak of the beads that the spec named when they were read, and so does the end of a convoy. What was in the way
 * of the old spec is not in the way of the new one.
 */
export function acceptDesired(context: ConvoyContext, desired: DesiredConvoy): Partial<ConvoyContext> {
  if (desired.generation === context.desired.generation) return { desired };
  const isSameBatch = JSON.stringify(desired.beads) === JSON.stringify(context.desired.beads);
  return {
    desired,
    facts: null,
    attempts: 0,
    refusals: 0,
    blocker: null,
    ...(!isSameBatch && { counted: null, completedAt: null }),
  };
}

/** The address of the spec was told of this completion. Each completion is one mail to each address that is named. */
export function isNoticed({ notice, desired, completedAt }: ConvoyContext): boolean {
  return (
    notice !== null &&
    completedAt !== null &&
    notice.address === desired.notify &&
    notice.completedAt >= completedAt
  );
}

/**
 * Only by a read that found every bead closed: it says when the last one was, and the subject of the mail names that time.
 * Named without it, a mail that was sent before a restart is not found in the inbox, and a second one follows.
 */
export function owesNotice(context: ConvoyContext): boolean {
  return (
    context.desired.notify !== null &&
    context.completedAt !== null &&
    !isNoticed(context) &&
    context.refusedGeneration !== context.desired.generation &&
    isAllClosed(context) &&
    trustedFacts(context)?.rig.usable === true
  );
}

export function convoyRequest({ uid, desired }: ConvoyContext): ConvoyInput {
  return { uid, description: desired.description, beads: desired.beads };
}

export function extensionRequest(context: ConvoyContext): ExtendConvoyInput {
  const { uid, convoyId } = context;
  return { uid, convoyId: convoyId ?? "", beads: untrackedBeads(context) };
}

export function noticeRequest(context: ConvoyContext): NotifyInput {
  const { uid, desired, convoyId } = context;
  return {
    uid,
    address: desired.notify ?? "",
    description: desired.description,
    convoyId: convoyId ?? "",
    total: desired.beads.length,
    closedAt: trustedFacts(context)?.closedAt ?? null,
  };
}
