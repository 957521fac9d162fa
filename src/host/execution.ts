/**
 * Execution: one machine as pure steps. State in, event in, state and effects out; nothing is carried out here.
 * The same code serves the live host and the replay, so that both give the same states and the same decisions.
 */
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from "xstate";
import { effectsOf, namesOf, type Effect, type Operation, type Timer } from "./effects.ts";
import type { Upcast } from "./upcast.ts";
import { awaitedServices, initialTransition, transition, type ExecutableAction } from "./xstate-internals.ts";

/** A kind of actor: its machine, the version of its snapshots, and the check of a restored context. */
export interface ActorKind {
  readonly kind: string;
  readonly machine: AnyStateMachine;
  readonly version: number;
  /** Throws with a readable message where the context is not one of this version. */
  readonly parseContext: (context: unknown) => object;
  /** The context as it is worth persisting: without what a restored actor would distrust anyway. */
  readonly compactContext: (context: unknown) => object;
  /** Counts the lives of one resource; kinds without it have one. */
  readonly incarnation?: (context: unknown) => number;
  /** From records of older versions, one step each; a version without one is not replayed, its snapshots are dropped. */
  readonly upcasts?: readonly Upcast[];
}

/** An event from outside or from the host. `at` (epoch ms) is in it, so that machines need no clock. */
export type HostEvent = EventObject & { readonly at?: number };

/** All that an actor is between two events. Never changed in place. */
export interface ExecutionState {
  readonly snapshot: AnyMachineSnapshot;
  /** Events taken so far; with the actor's name it identifies each effect. */
  readonly sequence: number;
  readonly timers: ReadonlyMap<string, Timer>;
  /** Services that were invoked and have not answered, by the child's id. */
  readonly running: ReadonlyMap<string, Operation>;
}

export interface Step {
  readonly state: ExecutionState;
  readonly effects: readonly Effect[];
  /** Names that the machine has for transitions which it took. */
  readonly transitions: readonly string[];
}

/** The first state of a new actor. */
export function begin(kind: ActorKind, executionId: string, input: unknown, at: number): Step {
  const [snapshot, actions] = initialTransition(kind.machine, input);
  return advance({ snapshot, sequence: 0, timers: new Map(), running: new Map() }, executionId, actions, at);
}

/**
 * The state after an event.
 * @throws what a guard or an action of the machine throws: a defect of the machine.
 */
export function step(
  kind: ActorKind,
  executionId: string,
  state: ExecutionState,
  event: HostEvent,
  at: number,
): Step {
  const [snapshot, actions] = transition(kind.machine, state.snapshot, event);
  if (snapshot.status === "error") throw new MachineDefect(kind.kind, event.type, snapshot.error);
  const next = { ...state, snapshot, sequence: state.sequence + 1 };
  return advance(settled(next, event), executionId, actions, at);
}

/** A machine that cannot take an event: a defect to report. The actor keeps the state that it had. */
export class MachineDefect extends Error {
  constructor(kind: string, event: string, cause: unknown) {
    super(`the ${kind} machine failed on ${event}: please report this with the journal`, { cause });
    this.name = "MachineDefect";
  }
}

/** The answer of a service or the ring of a timer uses it up. */
function settled(state: ExecutionState, event: HostEvent): ExecutionState {
  const id = "actorId" in event && typeof event.actorId === "string" ? event.actorId : null;
  if (id !== null && state.running.has(id)) return { ...state, running: without(state.running, id) };
  if (state.timers.has(event.type)) return { ...state, timers: without(state.timers, event.type) };
  return state;
}

function advance(
  state: ExecutionState,
  executionId: string,
  actions: readonly ExecutableAction[],
  at: number,
): Step {
  if (actions.length === 0) return { state, effects: [], transitions: [] };
  const effects = effectsOf(actions, { executionId, sequence: state.sequence, at });
  const timers = new Map(state.timers);
  const running = new Map(state.running);
  for (const effect of effects) {
    switch (effect.type) {
      case "invoke":
        running.set(effect.operation.id, effect.operation);
        break;
      case "abort":
        running.delete(effect.id);
        break;
      case "setTimer":
        timers.set(effect.timer.id, effect.timer);
        break;
      case "clearTimer":
        timers.delete(effect.id);
        break;
      case "act":
        break;
      default:
        effect satisfies never;
    }
  }
  forgetLeft(running, state.snapshot);
  return { state: { ...state, timers, running }, effects, transitions: namesOf(actions) };
}

/** An actor that was read from a snapshot has no child to stop: that it has left the state of one says the same. */
function forgetLeft(running: Map<string, Operation>, snapshot: AnyMachineSnapshot): void {
  if (running.size === 0) return;
  const invoked = awaitedServices(snapshot);
  for (const id of running.keys()) if (!invoked.has(id)) running.delete(id);
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
