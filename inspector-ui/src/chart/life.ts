/** The path that an actor took in this life of its resource: each state with when it was entered. */
import { statePath } from "../../../src/host/state-path.ts";
import { viewOf, type Moment } from "../history/moments.ts";
import type { Chart, ChartTransition } from "./chart.ts";
import { activeStates, takenTransitions } from "./path.ts";

export interface Step {
  /** Epoch ms of when the state was entered. */
  readonly at: number;
  readonly state: string;
  /** How it came there, in order; none where it began there. */
  readonly taken: readonly ChartTransition[];
  readonly moment: Moment;
}

export interface Life {
  readonly steps: readonly Step[];
  /** Epoch ms of when each state node was entered last. */
  readonly enteredAt: ReadonlyMap<string, number>;
  /** How often each transition was taken. */
  readonly taken: ReadonlyMap<ChartTransition, number>;
}

/** @param moments of one actor, oldest first. */
export function lifeOf(chart: Chart, moments: readonly Moment[]): Life {
  const last = moments.at(-1)?.record.actor;
  const steps: Step[] = [];
  const enteredAt = new Map<string, number>();
  const taken = new Map<ChartTransition, number>();
  let state = "";
  for (const moment of moments) {
    const { uid, incarnation } = moment.record.actor;
    if (uid !== last?.uid || incarnation !== last.incarnation) continue;
    const view = moment.step === null ? null : viewOf(moment);
    if (view === null) continue;
    const next = statePath(view.state.snapshot.value);
    if (next === state) continue;
    const left = activeStates(chart, state);
    state = next;
    const ways = stepsOf(chart, moment);
    steps.push({ at: moment.record.at, state, taken: ways, moment });
    for (const way of ways) taken.set(way, (taken.get(way) ?? 0) + 1);
    for (const id of activeStates(chart, state)) if (!left.has(id)) enteredAt.set(id, moment.record.at);
  }
  return { steps, enteredAt, taken };
}

const known = new WeakMap<Moment, readonly ChartTransition[]>();

/** Kept: what a moment took does not change, and finding it runs the machine. */
function stepsOf(chart: Chart, moment: Moment): readonly ChartTransition[] {
  const ways = known.get(moment) ?? takenTransitions(chart, moment);
  known.set(moment, ways);
  return ways;
}
