/** Troubles: the conditions of a resource that are no good news. */
import { condition, type Explained } from "./subject.ts";

export type Condition = NonNullable<ReturnType<typeof condition>>;

/** While True, each of these says that it goes no further, or not as it should, by itself. */
const TROUBLES = ["Stalled", "Stuck", "Terminating", "Degraded"];
/** By a person's own word nothing is asked of gt for a rig. Where all is as asked, that is no trouble. */
const HOLDS = new Set(["RigObserved", "RigPaused"]);

export function troublesOf(object: Explained): readonly Condition[] {
  const isAsAsked = condition(object, "Ready")?.status === "True";
  return found(object, TROUBLES).filter(
    ({ status, reason }) => status === "True" && !(isAsAsked && HOLDS.has(reason)),
  );
}

/** What a spec asks for, and nothing comes of. */
export function unhonored(object: Explained): readonly Condition[] {
  return found(object, ["SpecHonored"]).filter(({ status }) => status === "False");
}

/** What gt's convoy does not track, of what it should. */
export function untracked(object: Explained): readonly Condition[] {
  return found(object, ["Tracked"]).filter(({ status, reason }) => status === "False" && reason !== "NotYet");
}

function found(object: Explained, types: readonly string[]): readonly Condition[] {
  return types.map((type) => condition(object, type)).filter((one) => one !== undefined);
}
