/** The Event that a transition deserves: one for each change of state that people can see. */
import type { LiveActor } from "../live-actor.ts";

export interface TransitionNote {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly note: string;
  /** What the operator did or found, in the API's field of that name. */
  readonly action: string;
}

/** Conditions that turn a change into a warning when they are True. */
const WARNINGS = new Set(["Degraded", "Stalled", "Stuck"]);

interface Said {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * Null where the state stayed the same, or is one that is only passed through.
 * @param eventReason of the kind, for this state; null leaves it to the conditions.
 */
export function transitionNote(
  before: string | null,
  { state: after, hasTag }: Pick<LiveActor, "state" | "hasTag">,
  eventReason: string | null,
  conditions: readonly Said[],
): TransitionNote | null {
  if (before === after || hasTag("quiet")) return null;
  const ready = conditions.find(({ type }) => type === "Ready");
  const warning = conditions.find(({ type, status }) => WARNINGS.has(type) && status === "True");
  const said = warning ?? ready;
  if (said === undefined) return null;
  const note = `${before ?? "new"} → ${after}${said.message === "" ? "" : `: ${said.message}`}`;
  return {
    type: warning === undefined ? "Normal" : "Warning",
    reason: eventReason ?? said.reason,
    note,
    action: after.split(".").at(-1) ?? after,
  };
}
