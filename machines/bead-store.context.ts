/** What a BeadStore's machine remembers, and what keeps it from being counted. */
import type { BeadStoreFacts } from "./facts.ts";
import { viewTrouble } from "./views.ts";
import type { DesiredBeadStore } from "./desired.ts";

export interface BeadStoreContext {
  readonly uid: string;
  readonly desired: DesiredBeadStore;
  readonly facts: BeadStoreFacts | null;
  /** Start of the newest trusted read, epoch ms; null before the first. */
  readonly lastGoodAt: number | null;
  /** As last counted. Shown while the store cannot be read; nothing is decided from it. */
  readonly issues: number | null;
}

export interface BeadStoreInput {
  readonly uid: string;
  readonly desired: DesiredBeadStore;
}

export function acceptStoreFacts(
  context: BeadStoreContext,
  facts: BeadStoreFacts,
): Partial<BeadStoreContext> {
  return {
    facts,
    lastGoodAt: facts.lastGoodAt ?? context.lastGoodAt,
    issues: facts.issues ?? context.issues,
  };
}

/** The count speaks of the rig that the spec named then. */
export function acceptDesiredStore(
  context: BeadStoreContext,
  desired: DesiredBeadStore,
): Partial<BeadStoreContext> {
  return { desired, ...(desired.rig !== context.desired.rig && { facts: null, issues: null }) };
}

/** What makes a BeadStore's count wrong or old, or null. */
export function beadStoreTrouble(
  { prefix, issues, gtName, unreadPart, ...facts }: BeadStoreFacts,
  desired: DesiredBeadStore,
): { readonly reason: string; readonly message: string } | null {
  const trouble = viewTrouble(facts);
  if (trouble !== null) return trouble;
  if (prefix !== null && `${prefix}-` !== desired.prefix) {
    return {
      reason: "PrefixMismatch",
      message: `the beads of rig ${desired.rig} begin with ${prefix}-, spec.prefix is ${desired.prefix}`,
    };
  }
  if (unreadPart !== undefined) return unreadPart;
  if (issues !== null) return null;
  return {
    reason: "StoreNotListed",
    message: `gt vitals lists no database ${gtName}, that of rig ${desired.rig}`,
  };
}
