/**
 * What a BeadStore is told of the number of its beads. It waits for its `syncInterval`; one that could not be counted, or
 * that gt lists no database of, is counted sooner. What else is wrong with a store no count can mend.
 */
import { beadStoreTrouble, type BeadStoreFacts } from "../../../machines/index.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import type { TownObservation } from "../../projection/observation.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import { viewPart } from "../../projection/view-part.ts";
import type { Known } from "../known.ts";
import type { BeadStoreActor } from "../live-actor.ts";

/** @param counted how many beads there are, as read now, or as the store was told before. */
export function beadStoreFacts(
  sources: FactSources,
  rig: string,
  counted: NonNullable<TownObservation["issues"]> | BeadStoreFacts,
): BeadStoreFacts {
  const { rigs, trust } = sources.observation;
  const gtName = gtNameUnder(sources.rigs, rig);
  const entry = rigs.ok ? rigs.value.find(({ name }) => name === gtName) : undefined;
  const known = { ...viewPart(sources, rig), prefix: entry?.beadsPrefix ?? null, gtName };
  if (!("ok" in counted)) {
    const { issues, lastGoodAt, unreadPart } = counted;
    return { ...known, issues, lastGoodAt, ...(unreadPart && { unreadPart }) };
  }
  if (!trust.trusted) return { ...known, issues: null };
  if (counted.ok) return { ...known, issues: counted.value.get(gtName) ?? null };
  const message = `the beads could not be counted: ${counted.message}`;
  // The count that is shown stays as old as it is.
  return { ...known, issues: null, lastGoodAt: null, unreadPart: { reason: "IssuesUnread", message } };
}

/** Between two looks for a count that was not to be had; no more often than the poll's default. */
const UNCOUNTED_WAIT_MS = 30_000;

export function beadStoreNews(
  actor: BeadStoreActor,
  sources: FactSources,
  { counts }: Pick<Known, "counts">,
): BeadStoreFacts | null {
  const { issues, startedAt } = sources.observation;
  const { facts, desired } = actor.context;
  if (issues !== null && counts.isDue(actor.ref.uid, countWaitMs(actor), startedAt)) {
    counts.note(actor.ref.uid, startedAt);
    return beadStoreFacts(sources, desired.rig, issues);
  }
  // Whether its rig is well, and what its prefix is, was read all the same.
  return facts === null || !actor.hasTag("Error") ? null : beadStoreFacts(sources, desired.rig, facts);
}

export function countWaitMs({ context: { facts, desired } }: BeadStoreActor): number {
  const trouble = facts === null ? null : beadStoreTrouble(facts, desired);
  const isUncounted =
    facts === null || trouble?.reason === "StoreNotListed" || trouble?.reason === "IssuesUnread";
  return isUncounted ? Math.min(desired.syncMs, UNCOUNTED_WAIT_MS) : desired.syncMs;
}
