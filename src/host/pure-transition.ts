/**
 * XState's `initialTransition` and `transition`, without the whole actor that each call of those makes to have a scope:
 * it takes its initial transition, too, and so two thirds of the time. Here each machine has one scope for good.
 */
import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from "xstate";
import type { ExecutableAction } from "./effects.ts";

type Actions = readonly ExecutableAction[];
type FullScope = Parameters<AnyStateMachine["transition"]>[2];
type Scope = Omit<FullScope, "actionExecutor">;

const scopes = new WeakMap<AnyStateMachine, Scope>();

/** The first snapshot and the actions to carry out. */
export function initialTransition(machine: AnyStateMachine, input: unknown): [AnyMachineSnapshot, Actions] {
  const [scope, actions] = recording(machine);
  return [machine.getInitialSnapshot(scope, input), actions];
}

/** The next snapshot and the actions to carry out. */
export function transition(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: EventObject,
): [AnyMachineSnapshot, Actions] {
  const [scope, actions] = recording(machine);
  return [machine.transition(snapshot, event, scope), actions];
}

function recording(machine: AnyStateMachine): [FullScope, Actions] {
  const actions: ExecutableAction[] = [];
  let scope = scopes.get(machine);
  if (scope === undefined) scopes.set(machine, (scope = inertScope(machine)));
  return [{ ...scope, actionExecutor: (action) => actions.push(action) }, actions];
}

/** Nothing in it acts: children are made but never started, and all that is to be done comes out as actions. */
function inertScope(machine: AnyStateMachine): Scope {
  const nothing = (): void => undefined;
  // Never started. What it makes of a missing input stays in its own snapshot, which nobody reads.
  const self = createActor(machine, { input: undefined });
  return {
    self,
    system: self.system,
    id: "",
    sessionId: "",
    defer: nothing,
    logger: nothing,
    stopChild: nothing,
    emit: nothing,
  };
}
