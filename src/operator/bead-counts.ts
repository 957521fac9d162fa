/**
 * Bead counts: `gt vitals` is one call for all BeadStores, made when one of them is due. A store waits for its
 * `syncInterval`; one that could not be counted, or that gt lists no database of, is asked for sooner. What else is wrong with a store no count can mend.
 */
import { beadStoreTrouble } from "../../machines/index.ts";
import type { LiveActor } from "../kinds/index.ts";
import { hasElapsed } from "../system/index.ts";
import { beadStoreFacts, type FactSources } from "../town/index.ts";

type BeadStoreActor = Extract<LiveActor, { readonly kind: "beadstore" }>;
type BeadStoreFacts = NonNullable<BeadStoreActor["context"]["facts"]>;

/** Between two looks for a count that was not to be had; no more often than the poll's default. */
const UNCOUNTED_WAIT_MS = 30_000;

export interface BeadCounts {
  isDue(actors: readonly LiveActor[], now: number): boolean;
  /** @returns what the store is told of an observation; null where that is nothing. */
  factsFor(sources: FactSources, actor: BeadStoreActor): BeadStoreFacts | null;
  /** Forgets the stores that are gone. */
  keep(actors: readonly LiveActor[]): void;
}

export function createBeadCounts(): BeadCounts {
  /** By uid: the start of the read by which the store was last counted, whether its count changed or not. Epoch ms. */
  const countedAt = new Map<string, number>();
  const isDue = (actor: BeadStoreActor, now: number): boolean => {
    const at = countedAt.get(actor.ref.uid);
    return at === undefined || hasElapsed(waitOf(actor), at, now);
  };
  return {
    isDue: (actors, now) => actors.some((actor) => actor.kind === "beadstore" && isDue(actor, now)),
    factsFor(sources, actor) {
      const { observation } = sources;
      const { facts, wish } = actor.context;
      if (observation.issues !== null && isDue(actor, observation.startedAt)) {
        countedAt.set(actor.ref.uid, observation.startedAt);
        return beadStoreFacts(sources, wish.rig, observation.issues);
      }
      // Whether its rig is well, and what its prefix is, was read all the same.
      return facts === null || actor.state !== "failing" ? null : beadStoreFacts(sources, wish.rig, facts);
    },
    keep(actors) {
      const uids = new Set(actors.map(({ ref }) => ref.uid));
      for (const uid of countedAt.keys()) if (!uids.has(uid)) countedAt.delete(uid);
    },
  };
}

function waitOf({ context: { facts, wish } }: BeadStoreActor): number {
  const trouble = facts === null ? null : beadStoreTrouble(facts, wish);
  const isUncounted =
    facts === null || trouble?.reason === "StoreNotListed" || trouble?.reason === "IssuesUnread";
  return isUncounted ? Math.min(wish.syncMs, UNCOUNTED_WAIT_MS) : wish.syncMs;
}
