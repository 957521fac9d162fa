/** What a BeadStore's machine remembers, and what keeps it from being counted. */
import type { BeadStoreFacts } from "./facts.ts";
import { viewTrouble } from "./views.ts";
import type { BeadStoreWish } from "./wishes.ts";

export interface BeadStoreContext {
  readonly uid: string;
  readonly wish: BeadStoreWish;
  readonly facts: BeadStoreFacts | null;
  /** Start of the newest trusted read, epoch ms; null before the first. */
  readonly lastGoodAt: number | null;
  /** As last counted. Shown while the store cannot be read; nothing is decided from it. */
  readonly issues: number | null;
}

export interface BeadStoreInput {
  readonly uid: string;
  readonly wish: BeadStoreWish;
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
export function acceptStoreWish(context: BeadStoreContext, wish: BeadStoreWish): Partial<BeadStoreContext> {
  return { wish, ...(wish.rig !== context.wish.rig && { facts: null, issues: null }) };
}

/** What makes a BeadStore's count wrong or old, or null. */
export function beadStoreTrouble(
  { prefix, issues, gtName, unreadPart, ...facts }: BeadStoreFacts,
  wish: BeadStoreWish,
): { readonly reason: string; readonly message: string } | null {
  const trouble = viewTrouble(facts);
  if (trouble !== null) return trouble;
  if (prefix !== null && `${prefix}-` !== wish.prefix) {
    return {
      reason: "PrefixMismatch",
      message: `the beads of rig ${wish.rig} begin with ${prefix}-, spec.prefix is ${wish.prefix}`,
    };
  }
  if (unreadPart !== undefined) return unreadPart;
  if (issues !== null) return null;
  return {
    reason: "StoreNotListed",
    message: `gt vitals lists no database ${gtName}, that of rig ${wish.rig}`,
  };
}
