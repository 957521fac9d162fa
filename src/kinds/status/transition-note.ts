/** The Event that a transition deserves: one for each change of state that people can see. */

export interface TransitionNote {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly note: string;
  /** What the operator did or found, in the API's field of that name. */
  readonly action: string;
}

/** States that are passed on the way to something worth saying. */
const UNSAID = new Set([
  "unobserved",
  "settling",
  "terminating.waiting",
  "completed.deciding",
  "working.stuck.nudging",
  "working.stuck.mailing",
  "working.stuck.escalating",
]);

/** Steps that an Event names, beside the condition that it comes with. */
const STEPS: Readonly<Record<string, string>> = {
  "working.stuck.nudged": "Nudged",
  "working.stuck.mailed": "Mailed",
  "working.stuck.escalated": "Escalated",
  "working.stuck.unheard": "EscalationFailed",
};

/** Conditions that turn a change into a warning when they are True. */
const WARNINGS = new Set(["Degraded", "Stalled", "Stuck"]);

interface Said {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** Null where the state stayed the same, or is one that is only passed through. */
export function transitionNote(
  before: string | null,
  after: string,
  conditions: readonly Said[],
): TransitionNote | null {
  if (before === after || UNSAID.has(after)) return null;
  const ready = conditions.find(({ type }) => type === "Ready");
  const warning = conditions.find(({ type, status }) => WARNINGS.has(type) && status === "True");
  const said = warning ?? ready;
  if (said === undefined) return null;
  const note = `${before ?? "new"} → ${after}${said.message === "" ? "" : `: ${said.message}`}`;
  return {
    type: warning === undefined ? "Normal" : "Warning",
    reason: STEPS[after] ?? said.reason,
    note,
    action: after.split(".").at(-1) ?? after,
  };
}
