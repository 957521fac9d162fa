/** Whether a rig has a place for one polecat more: no more than its `maxPolecats`, and gt gives idle ones out again. */
import type { Blocker } from "../../machines/index.ts";
// Not through the door of src/gt: the inspector's page has what imports this, and nothing in a browser can run a program.
import { isReused } from "../gt/reuse.ts";
import type { PolecatEntry } from "../gt/index.ts";
import type { Claims } from "./claims.ts";

export interface RigCapacity {
  readonly max: number;
  /** Polecats that the rig has, whoever drives them. */
  readonly count: number;
  /** Idle ones among them that no resource drives, and that gt gives out again. */
  readonly reusable: number;
}

export function placesIn({ max, count, reusable }: RigCapacity): number {
  return max - count + reusable;
}

/** gt gives it out again, and no resource drives it. */
export function isReusable(
  claims: Pick<Claims, "driverOfPolecat">,
  rig: string,
  entry: PolecatEntry,
): boolean {
  return isReused(entry, { endsSession: false }) && claims.driverOfPolecat(rig, entry.name) === null;
}

/** @param rig under the name that people know. @param more what else is to be said of it. */
export function noPlace(rig: string, { count, max }: Pick<RigCapacity, "count" | "max">, more = ""): Blocker {
  return {
    reason: "NoCapacity",
    message: `rig ${rig} has ${count} polecats, and maxPolecats is ${max}${more}`,
  };
}
