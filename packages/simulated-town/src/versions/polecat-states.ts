/** What `gt polecat list` and `status` say of a polecat. */
import { hookOf, isSilent } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { agentBeadOf } from "./agent-bead.ts";
import { inVersion } from "./names.ts";
import { listedWorkstate, wordOf } from "./workstate.ts";

type ViewOf<View> = (state: TownState, polecat: SimPolecat, around: Surroundings) => View;

/** An entry of the list. */
export const listEntry: ViewOf<object> = (state, polecat, around) => ({
  rig: polecat.rig,
  name: polecat.name,
  ...issueOf(state, polecat, around),
  ...inVersion(state, { "1.0.1": shortEntry, "1.2.1": longEntry })(state, polecat, around),
  session_running: polecat.session,
});

export function issueOf(state: TownState, polecat: SimPolecat, { doltDown }: Surroundings): object {
  const issue = doltDown ? undefined : hookOf(state, polecat)?.id;
  return issue === undefined ? {} : { issue };
}

/** Without its database 1.0.1 knows no hook: it judges by the session and its last sign of life alone. */
const stateOf: ViewOf<string> = (state, polecat, { doltDown, now }) => {
  const isLost = !polecat.session || isSilent(polecat, now);
  if (doltDown) return isLost ? "stalled" : "working";
  if (hookOf(state, polecat) === undefined) return polecat.session ? "working" : "idle";
  return isLost ? "stalled" : "working";
};

const shortEntry: ViewOf<object> = (state, polecat, around) => ({ state: stateOf(state, polecat, around) });

const longEntry: ViewOf<object> = (state, polecat, around) => {
  const { cleanupStatus, activeMr } = agentBeadOf(polecat);
  const noted = {
    ...(cleanupStatus !== "" && { cleanup_status: cleanupStatus }),
    ...(activeMr !== null && { active_mr: activeMr }),
  };
  return {
    state: wordOf(state, polecat, around),
    ...(!around.doltDown && noted),
    branch: polecat.branch,
    ...listedWorkstate(state, polecat, around),
  };
};

/** The state in `polecat status`: unlike its list, 1.0.1 says `idle` there of an idle polecat with a session. */
export const statusWord: ViewOf<string> = (state, polecat, around) => {
  const isIdle = polecat.session && !around.doltDown && hookOf(state, polecat) === undefined;
  return inVersion<ViewOf<string>>(state, {
    "1.0.1": (...given) => (isIdle ? "idle" : stateOf(...given)),
    "1.2.1": wordOf,
  })(state, polecat, around);
};
