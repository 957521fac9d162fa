/** News of the town between two reads of it. */
import type { TownObservation } from "./observation.ts";

/** The newest read of the town, with beads that have ended since. */
export interface EarlyNews {
  /** As if begun when the beads were read: they are what is new. */
  readonly observation: TownObservation;
  readonly ended: ReadonlySet<string>;
  /** When the read of all the rest began, epoch ms. */
  readonly restReadAt: number;
}
