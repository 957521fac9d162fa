/** What a witness sees in its rig. Pure. */
import type { PolecatsSummary, WitnessFacts } from "../../../machines/index.ts";
import { oldest } from "../../projection/read-times.ts";
import { gtNameUnder } from "../../projection/rigs.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import { rigAvailability } from "../../projection/rig-facts.ts";
import type { PolecatEntry } from "../../projection/observation.ts";

/** What is known of a polecat of the rig beyond gt's list, from its resource. */
export interface PolecatView {
  /** The Rig's name in Kubernetes. */
  readonly rig: string;
  readonly polecatName: string | null;
  readonly outcome: "stuck" | "failed" | "succeeded" | "other";
}

export function witnessFacts(
  sources: FactSources,
  { uid, rig }: { readonly uid: string; readonly rig: string },
  polecats: readonly PolecatView[],
): WitnessFacts {
  const { observation, witnesses } = sources;
  const acting = witnesses.acting(rig);
  return {
    startedAt: observation.startedAt,
    lastGoodAt: oldest([sources.lastGoodAt, sources.readTimes.polecats(gtNameUnder(sources.rigs, rig))]),
    town: observation.trust,
    rig: rigAvailability(sources, rig),
    rival: acting === null || acting.uid === uid ? null : acting.name,
    polecats: observation.trust.trusted ? summary(sources, rig, polecats) : null,
  };
}

/**
 * A polecat without a resource is counted as running where the list says so, and never as stuck: the list is one source.
 * A Polecat that failed has no polecat in the list, and is not part of the total.
 */
function summary(
  { observation, rigs }: FactSources,
  rig: string,
  polecats: readonly PolecatView[],
): PolecatsSummary | null {
  const list = observation.polecats.get(gtNameUnder(rigs, rig));
  if (list?.ok !== true) return null;
  const entries = list.value;
  const own = polecats.filter((polecat) => polecat.rig === rig);
  const named = (outcome: PolecatView["outcome"]): ReadonlySet<string | null> =>
    new Set(own.filter((polecat) => polecat.outcome === outcome).map(({ polecatName }) => polecatName));
  const stuck = named("stuck");
  const succeeded = named("succeeded");
  const count = (is: (entry: PolecatEntry) => boolean): number => entries.filter(is).length;
  return {
    total: entries.length,
    running: count(({ name, issue, sessionRunning }) => issue !== null && sessionRunning && !stuck.has(name)),
    succeeded: count(({ name, issue }) => issue === null && succeeded.has(name)),
    failed: own.filter(({ outcome }) => outcome === "failed").length,
    stuck: count(({ name }) => stuck.has(name)),
  };
}
