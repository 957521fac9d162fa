/**
 * Routes: in which database gt looks for a bead. gt takes an id up to its first hyphen, and looks in the database of the
 * rig whose prefix that is, letter by letter; where there is none, in the town's own. What it does not find there may be
 * anywhere else.
 */
import type { RigEntry } from "./answers.ts";
import { prefixOf } from "../grammar/index.ts";

/** Of the town's own beads. */
export const TOWN_PREFIX = "hq";

export type BeadRoute =
  | { readonly found: true; readonly rig: string | null }
  /** gt cannot look for it, and why. */
  | { readonly found: false; readonly message: string };

/** @returns the rig that has it, null for the town itself. */
export function routeOf(id: string, rigs: readonly Pick<RigEntry, "name" | "beadsPrefix">[]): BeadRoute {
  const read = id.split("-", 1)[0] ?? id;
  const meant = prefixOf(
    id,
    rigs.map(({ beadsPrefix }) => beadsPrefix),
  );
  if (meant.includes("-")) {
    const message = `gt cannot look for ${id}: it reads ids only up to their first hyphen, and looks for those of prefix ${meant} under ${read}; give its rig a prefix without a hyphen`;
    return { found: false, message };
  }
  const rig = rigs.find(({ beadsPrefix }) => beadsPrefix === read);
  if (rig !== undefined) return { found: true, rig: rig.name };
  if (read === TOWN_PREFIX) return { found: true, rig: null };
  const message = `gt cannot look for ${id}: no rig of gt rig list has the prefix ${read}; correct the id, or add its rig`;
  return { found: false, message };
}
