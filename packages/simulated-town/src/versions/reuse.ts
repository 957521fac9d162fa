/** Which idle polecats a sling takes again instead of making a new one. */
import { hookOf, isSilent } from "../lookup.ts";
import type { SimPolecat, Surroundings, TownState } from "../state.ts";
import { inVersion } from "./names.ts";
import { listedWorkstate } from "./workstate.ts";

type Reuse = (state: TownState, polecat: SimPolecat, around: Surroundings) => boolean;

/** Idle to 1.0.1 is who has no bead and no session, or one without a sign of life. */
const byLife: Reuse = (state, polecat, { now }) =>
  hookOf(state, polecat) === undefined && (!polecat.session || isSilent(polecat, now));

/** Of a living one, too, where nothing of it is left to save. */
const byWorkstate: Reuse = (...given) => listedWorkstate(...given).reusable;

export const isReusable: Reuse = (state, polecat, around) =>
  inVersion(state, { "1.0.1": byLife, "1.2.1": byWorkstate })(state, polecat, around);
