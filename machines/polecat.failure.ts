/** Failed: whether the bead ends it by itself, or only a new spec does. */
import type { PolecatContext } from "./polecat.context.ts";

/** Failures that are over as soon as the bead itself can be worked on; of any other only a person knows. */
const OF_THE_BEAD = new Set(["BeadNotFound", "BeadEnded"]);

export function isFailedByBead({ blocker }: PolecatContext): boolean {
  return OF_THE_BEAD.has(blocker?.reason ?? "");
}
