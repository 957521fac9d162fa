/**
 * Rest: since when a polecat is without work, and until when it may be. Each limit counts from the fact that it speaks
 * of, so no edit of the spec and no restart makes a wait begin anew. Pure.
 */
import { isDone, isEnded } from "./bead-status.ts";
import type { PolecatFacts } from "./facts.ts";
import { timeOf } from "./payloads.ts";
import { beadInWork, type PolecatContext } from "./polecat.context.ts";
import type { DesiredPolecat } from "./desired.ts";

type Update = Partial<PolecatContext>;

/** What is remembered of one polecat's rest says nothing of another one's. */
export const NEVER_RESTED = { finishedAt: null, idleSince: null };

/** When the bead that the polecat was given was closed; null once it is known to be open again. Epoch ms. */
export function finishedAtBy(
  context: PolecatContext,
  { bead, town, startedAt }: PolecatFacts,
  lostBead: string | null,
): number | null {
  const { assignedBead, finishedAt } = context;
  if (!town.trusted || bead?.reading !== "known") return finishedAt;
  if (bead.id !== assignedBead && bead.id !== lostBead) return finishedAt;
  if (!isDone(bead.status)) return null;
  const { closedAt } = bead;
  // A clock of gt's that is ahead of ours must not make the wait longer with each read.
  return closedAt !== undefined && closedAt <= startedAt ? closedAt : (finishedAt ?? startedAt);
}

/** The rest began when its bead was closed, and goes on while nothing else was worked on. */
export function restsSince({ idleSince, finishedAt, facts }: PolecatContext): number | null {
  return idleSince ?? finishedAt ?? facts?.startedAt ?? null;
}

/** It rests, by facts that speak of it, and nobody knows since when yet. */
export function isRestUndated({ idleSince, facts, polecatName }: PolecatContext): boolean {
  return idleSince === null && facts !== null && (facts.polecat?.name ?? null) === polecatName;
}

/** When the first of its limits is reached, epoch ms; null for never. */
export function restEndsAt(context: PolecatContext): number | null {
  const { desired, polecatName, awaitsTakeover, finishedAt, idleSince } = context;
  if (!desired.managed || polecatName === null || awaitsTakeover || isPerhapsAnothers(context)) return null;
  const ends = [endOf(finishedAt, desired.ttlSeconds), endOf(idleSince, desired.maxIdleSeconds)];
  const known = ends.filter((end) => end !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/**
 * Another resource drives its polecat: that one works, and its end is nothing that this one's limits ask for. Who is bound
 * to a polecat knows whether it is so by the newest facts only.
 */
function isPerhapsAnothers({ facts, desired, polecatName }: PolecatContext): boolean {
  const polecat = facts?.polecat ?? null;
  if (polecat === null) return desired.boundTo === polecatName;
  return polecat.seen === "present" && polecat.isAnothers === true;
}

function endOf(since: number | null, seconds: number | null): number | null {
  return since === null || seconds === null ? null : since + seconds * 1000;
}

/** How long it may still rest, ms, from the event by which the wait begins. */
export function restLeft(context: PolecatContext, event: object): number {
  const now = Math.max(timeOf(event), context.facts?.startedAt ?? 0);
  return Math.max(0, (restEndsAt(context) ?? 0) - now);
}

/** A limit that was reached asks for the end until what it was reached by is another. */
export function isLimitChanged(before: DesiredPolecat, desired: DesiredPolecat): boolean {
  return (
    before.ttlSeconds !== desired.ttlSeconds ||
    before.maxIdleSeconds !== desired.maxIdleSeconds ||
    before.state !== desired.state ||
    before.bead !== desired.bead
  );
}

/** The bead is open again and is to be worked on: the polecat is not at rest any more. */
export function isWorkBack(context: PolecatContext, { bead }: PolecatFacts): boolean {
  if (bead?.reading !== "known" || isEnded(bead.status)) return false;
  return context.desired.state === "Working" || beadInWork(context) !== null;
}

/** Whoever drives another polecat from now on knows nothing of its rest yet. */
export function restUnder({ polecatName }: PolecatContext, next: string | null): Update {
  return next === polecatName ? {} : { ...NEVER_RESTED, idleLimitReached: false };
}
