/** The phase of a Polecat: the one word of its status for people. */
import { phaseIn, POLECAT_TAGS, type PhaseIn, type PolecatTag } from "../../../machines/index.ts";
import type { Placed, PolecatActor } from "../live-actor.ts";

/** On its way out a polecat keeps its phase: nothing has happened yet. */
export function polecatPhase({ hasTag, context }: Placed<PolecatActor>): PhaseIn<PolecatTag> {
  return phaseIn(POLECAT_TAGS, hasTag) ?? context.heldPhase;
}
