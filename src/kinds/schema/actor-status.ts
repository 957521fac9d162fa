/** What every kind's status ends with: since when it says the same, its conditions, and its actor's snapshot. */
import { conditions } from "./conditions.ts";
import { snapshot, unchangedSince } from "./fields.ts";

/** @param types each condition of the kind, with what it says when it is True. */
export const actorStatus = (types: Readonly<Record<string, string>>) => ({
  unchangedSince: unchangedSince().optional(),
  conditions: conditions(types).optional(),
  snapshot: snapshot().optional(),
});
