/**
 * Bugs that are planted into the operator to see that each invariant can break: what is right in a source file, and what
 * stands there instead in the thread that plays the schedules. A rename shows as a bug that finds no place.
 */
import type { FaultFamily } from "../fault-plan.ts";
import type { Invariant } from "../scene.ts";

export interface Bug {
  readonly what: string;
  /** How the path of the source file ends. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
  readonly breaks: Invariant;
  /** The schedules that are to find it, from seed 1 on. */
  readonly faults: readonly FaultFamily[];
}

export const BUGS: readonly Bug[] = [
  {
    what: "a consent covers every loss",
    file: "src/preconditions/consent.ts",
    right: "needed.losses.every((loss) => had.losses.includes(loss))",
    wrong: "true",
    breaks: 1,
    faults: ["watch", "consent"],
  },
  {
    what: "a convoy is not found again by its key",
    file: "src/services/convoys.ts",
    right: "title.includes(key(uid))",
    wrong: 'title.includes("nothing of it")',
    breaks: 2,
    faults: ["gt", "kill"],
  },
  {
    what: "a bead that is not open counts as done",
    file: "machines/bead-status.ts",
    right: 'return status === "closed";',
    wrong: 'return status !== "open";',
    breaks: 3,
    faults: [],
  },
  {
    what: "spec.paused forbids nothing",
    file: "machines/polecat.blocker.ts",
    right: "if (desired.paused) {",
    wrong: "if (desired.paused && desired.generation < 0) {",
    breaks: 4,
    faults: [],
  },
  {
    what: "what has failed once is tried again after days",
    file: "machines/backoff.ts",
    right: "return Math.min(most, first * 2 ** Math.max(0, tries - 1));",
    wrong: "return first + most + tries + 1e9;",
    breaks: 5,
    faults: ["gt", "dolt"],
  },
  {
    what: "a machine asks chance for itself",
    file: "machines/backoff.ts",
    right: "return Math.min(most, first * 2 ** Math.max(0, tries - 1));",
    wrong: "return Math.round(Math.min(most, first * 2 ** Math.max(0, tries - 1)) * Math.random());",
    breaks: 6,
    faults: ["gt", "dolt"],
  },
  {
    what: "a polecat counts as unresponsive for long enough at once",
    file: "machines/polecat.vitality.ts",
    right: "return Math.max(0, stuckThreshold(context) - lasted);",
    wrong: "return Math.max(0, stuckThreshold(context) * 0 - lasted);",
    breaks: 7,
    faults: [],
  },
  {
    what: "a view is known by its label alone, whoever has written its spec since",
    file: "src/operator/view.ts",
    right: "metadata.generation === 1 &&",
    wrong: 'labels[ADOPTED_LABEL] === "true" ||',
    breaks: 9,
    faults: ["adoption"],
  },
  {
    what: "the view of a rig is known by its label alone",
    file: "src/operator/rig-view.ts",
    right: "metadata.generation === 1 &&",
    wrong: 'labels[ADOPTED_LABEL] === "true" ||',
    breaks: 9,
    faults: ["adoption"],
  },
  {
    what: "a rig that is only observed forbids nothing",
    file: "machines/rig.hold.ts",
    right: 'if (observed === true) return "RigObserved";',
    wrong: "",
    breaks: 4,
    faults: ["adoption"],
  },
  {
    what: "a refused write is forgotten",
    file: "src/operator/refused-writes.ts",
    right: "refusals.set(key, { write, reason, message, since });",
    wrong: "",
    breaks: 10,
    faults: ["refusal"],
  },
];

/** By what it is called: threads are told by name. */
export function bugNamed(what: string): Bug {
  const bug = BUGS.find((one) => one.what === what);
  if (bug === undefined) throw new Error(`there is no bug "${what}"`);
  return bug;
}
