/** When a Witness is told what of the polecats of its rig. */
import { isDeepStrictEqual } from "node:util";
import type { WitnessFacts } from "../../../machines/index.ts";
import type { FactSources } from "../../projection/fact-sources.ts";
import type { Known } from "../known.ts";
import type { PolecatActor, WitnessActor } from "../live-actor.ts";
import { witnessFacts, type PolecatView } from "./facts.ts";

/** Null where the polecats were counted less than `healthCheckInterval` ago and nothing else is new. */
export function witnessNews(
  { ref, context }: WitnessActor,
  sources: FactSources,
  { polecats }: Pick<Known, "polecats">,
): WitnessFacts | null {
  const { desired, facts: known } = context;
  const views = polecats.map(polecatView);
  const facts = witnessFacts(sources, { uid: ref.uid, rig: desired.rig }, views);
  const isEarly = known !== null && facts.startedAt - known.startedAt < desired.healthCheckMs;
  return isEarly && isDeepStrictEqual(uncounted(known), uncounted(facts)) ? null : facts;
}

function uncounted({ town, rig, rival, polecats }: WitnessFacts): object {
  return { town, rig, rival, isCounted: polecats !== null };
}

function polecatView(actor: PolecatActor): PolecatView {
  const { desired, polecatName } = actor.context;
  return { rig: desired.rig, polecatName, outcome: outcomeOf(actor) };
}

function outcomeOf({ hasTag, context }: PolecatActor): PolecatView["outcome"] {
  if (hasTag("stuck")) return "stuck";
  if (hasTag("Failed")) return "failed";
  return hasTag("Idle") && context.closedBead !== null ? "succeeded" : "other";
}
