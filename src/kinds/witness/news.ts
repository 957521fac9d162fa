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
  const { wish, facts: known } = context;
  const views = polecats.map(polecatView);
  const facts = witnessFacts(sources, { uid: ref.uid, rig: wish.rig }, views);
  const isEarly = known !== null && facts.startedAt - known.startedAt < wish.healthCheckMs;
  return isEarly && isDeepStrictEqual(uncounted(known), uncounted(facts)) ? null : facts;
}

function uncounted({ town, rig, rival, polecats }: WitnessFacts): object {
  return { town, rig, rival, isCounted: polecats !== null };
}

function polecatView({ state, context }: PolecatActor): PolecatView {
  return { rig: context.wish.rig, polecatName: context.polecatName, standing: standingOf(state, context) };
}

function standingOf(state: string, { closedBead }: PolecatActor["context"]): PolecatView["standing"] {
  if (state.startsWith("working.stuck.")) return "stuck";
  if (state === "failed") return "failed";
  return state.startsWith("idle.") && closedBead !== null ? "succeeded" : "other";
}
