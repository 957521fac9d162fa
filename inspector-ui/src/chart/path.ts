/** The way that a transition took through the chart: its steps, with the guards that let it pass. */
import { getMicrosteps, type AnyMachineSnapshot } from "xstate";
import { ACTOR_KINDS } from "../../../src/kinds/registry.ts";
import { statePath } from "../../../src/host/state-path.ts";
import { type Moment, viewOf } from "../history/moments.ts";
import type { Chart, ChartTransition } from "./chart.ts";

/** Ids of the state nodes of a state such as `working.healthy`. */
export function activeStates(chart: Chart, state: string): ReadonlySet<string> {
  const root = chart.states[0]?.id.split(".")[0] ?? chart.kind;
  return new Set(
    state.split(",").flatMap((path) => {
      const keys = path.split(".");
      return keys.map((_, index) => [root, ...keys.slice(0, index + 1)].join("."));
    }),
  );
}

/** What it means to be in a state, outermost first. */
export function meaningOf(chart: Chart, state: string): string {
  const active = activeStates(chart, state);
  return chart.states
    .filter(({ id }) => active.has(id))
    .map(({ description }) => description)
    .join(" ");
}

/** The transitions that could be taken from a state. */
export function possibleTransitions(chart: Chart, state: string): readonly ChartTransition[] {
  const active = activeStates(chart, state);
  return chart.transitions.filter(({ source }) => active.has(source));
}

/** The transitions that a moment took, in order; none where its actor stayed as it was. */
export function takenTransitions(chart: Chart, { record, before }: Moment): readonly ChartTransition[] {
  const view = before === null ? null : viewOf(before);
  if (view === null || record.type !== "event") return [];
  const machine = ACTOR_KINDS.get(record.machine)?.machine;
  if (machine === undefined) return [];
  let from: AnyMachineSnapshot = view.state.snapshot;
  return microsteps(machine, from, record.event).flatMap((to, index) => {
    const event = index === 0 ? record.event.type : "";
    const left = activeStates(chart, statePath(from.value));
    const entered = activeStates(chart, statePath(to.value));
    from = to;
    const taken = chart.transitions.find(
      (transition) =>
        left.has(transition.source) &&
        entered.has(transition.target) &&
        (transition.event === event || (index === 0 && transition.event === "")) &&
        !(left.has(transition.target) && transition.target !== transition.source),
    );
    return taken === undefined ? [] : [taken];
  });
}

function microsteps(
  machine: Parameters<typeof getMicrosteps>[0],
  snapshot: AnyMachineSnapshot,
  event: { readonly type: string },
): readonly AnyMachineSnapshot[] {
  try {
    return getMicrosteps(machine, snapshot, event).map(([next]) => next);
  } catch {
    return [];
  }
}
