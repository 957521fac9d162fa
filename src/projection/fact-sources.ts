/** What the facts of all actors are cut from: one observation, and what is known beside it. */
import type { Absences } from "./absences.ts";
import type { Claims } from "../preconditions/claims.ts";
import type { TownObservation } from "./observation.ts";
import type { ReadTimes } from "./read-times.ts";
import type { Rigs } from "./rigs.ts";
import type { Witnesses } from "./witnesses.ts";

export interface FactSources {
  readonly observation: TownObservation;
  readonly absences: Absences;
  readonly claims: Claims;
  readonly rigs: Rigs;
  readonly witnesses: Witnesses;
  /** Start of the newest trusted observation, this one or one before. */
  readonly lastGoodAt: number | null;
  /** When each part of it was last read. */
  readonly readTimes: ReadTimes;
}
