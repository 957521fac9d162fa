/** What facts are cut from beside the observation and its sources. */
import type { Admission } from "../../machines/index.ts";
import type { Counts } from "../projection/index.ts";
import type { PolecatActor } from "./live-actor.ts";

export interface Known {
  /** Of Polecats that want one, by uid. */
  readonly admissions: ReadonlyMap<string, Admission>;
  /** How often a Polecat's pod has restarted within the threshold of its witness; null where it has none. */
  readonly podRestarts: (actor: PolecatActor) => number | null;
  readonly counts: Counts;
  /** As they are at this moment. */
  readonly polecats: readonly PolecatActor[];
}
