/**
 * What the host needs of XState that its public functions do not give, all of it here, so that a new version has one file
 * to be held against.
 *
 *   `initialTransition`, `transition`   as XState's own, without the whole actor that each call of those makes to have a
 *       scope: it takes its initial transition, too, and so two thirds of the time. Here each machine has one scope for good.
 *   the active states (`_nodes`)        a snapshot does not tell which timers and services its states wait for.
 *   names of built-in actions           the types of what XState asks to be carried out stand in no exported value.
 *
 * test/host/equivalence.test.ts holds the host to XState's own actors.
 */
import { createActor, type AnyMachineSnapshot, type AnyStateMachine, type EventObject } from "xstate";

/** What XState asks to be carried out. */
export interface ExecutableAction {
  readonly type: string;
  readonly params: unknown;
}

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

export const BUILT_IN = {
  /** A service begins. */
  spawn: "xstate.spawnChild",
  stop: "xstate.stopChild",
  /** An event that comes after a wait. Its type is its id, so the id alone restores it. */
  delay: "xstate.raise",
  cancel: "xstate.cancel",
} as const;

interface ActiveNode {
  readonly parent?: { readonly id: string; readonly type: string };
  readonly after: readonly { readonly eventType: string }[];
  readonly invoke: readonly { readonly id: string }[];
}

function activeNodes({ _nodes: nodes }: AnyMachineSnapshot): readonly ActiveNode[] {
  return nodes;
}

/** The `after` events that the active states wait for. */
export function awaitedTimers(snapshot: AnyMachineSnapshot): readonly string[] {
  return activeNodes(snapshot).flatMap(({ after }) => after.map(({ eventType }) => eventType));
}

/** Ids of the services that the active states wait for. */
export function awaitedServices(snapshot: AnyMachineSnapshot): ReadonlySet<string> {
  return new Set(activeNodes(snapshot).flatMap(({ invoke }) => invoke.map(({ id }) => id)));
}

/** In more than one of the states of which a machine can be in one. */
export function isTorn(snapshot: AnyMachineSnapshot): boolean {
  const parents = activeNodes(snapshot).flatMap(({ parent }) =>
    parent?.type === "compound" ? [parent.id] : [],
  );
  return new Set(parents).size < parents.length;
}
