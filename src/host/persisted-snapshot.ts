/** From an actor to its compact snapshot, and back: `status.snapshot` is what a restart rebuilds the actor from. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Operation, Timer } from "./effects.ts";
import type { ActorKind, ExecutionState, Step } from "./execution.ts";
import { persistedSnapshotSchema, stateValueSchema, type PersistedSnapshot } from "./snapshot-shape.ts";
import { upcastSnapshot } from "./upcast.ts";
import { awaitedTimers, isTorn } from "./xstate-internals.ts";
import { errorMessage } from "@gastown/system";

/** The step that an actor begins with again, its effects set its timers; or why there is none. */
export type Restored =
  | ({ readonly ok: true; readonly persisted: PersistedSnapshot } & Step)
  | { readonly ok: false; readonly problem: string };

export function persist(kind: ActorKind, state: ExecutionState): PersistedSnapshot {
  return {
    machine: kind.kind,
    version: kind.version,
    value: stateValueSchema.parse(state.snapshot.value),
    context: { ...kind.compactContext(state.snapshot.context) },
    sequence: state.sequence,
    timers: [...state.timers.values()],
  };
}

/** All that a live actor is, also what a restart would distrust: its facts, and the services that it waits for. */
export interface WholeSnapshot {
  readonly snapshot: PersistedSnapshot;
  readonly running: Operation[];
}

export function persistWhole(
  kind: ActorKind,
  { snapshot, sequence, timers, running }: ExecutionState,
): WholeSnapshot {
  return {
    snapshot: {
      machine: kind.kind,
      version: kind.version,
      value: stateValueSchema.parse(snapshot.value),
      context: { ...contextSchema.parse(snapshot.context) },
      sequence,
      timers: [...timers.values()],
    },
    running: [...running.values()],
  };
}

/** The actor as it was. @throws where the machine has no such state */
export function resume(kind: ActorKind, { snapshot, running }: WholeSnapshot): ExecutionState {
  const { value, context, sequence, timers } = snapshot;
  return {
    snapshot: kind.machine.resolveState({ value, context }),
    sequence,
    timers: new Map(timers.map((timer) => [timer.id, timer])),
    running: new Map(running.map((operation) => [operation.id, operation])),
  };
}

const contextSchema = z.looseObject({});

/**
 * Rebuilds an actor's state. Whatever is not exactly a snapshot of this version is refused with the reason, never
 * thrown: the caller drops it and lets observation rebuild the actor. Running services are not restored; the host
 * tells the machine so with `host.restored`.
 */
export function restore(kind: ActorKind, persisted: unknown): Restored {
  try {
    const given = parse(persisted);
    const own = given.machine === kind.kind ? upcastSnapshot(kind, given) : null;
    if (own === null) {
      const is = `${given.machine} version ${given.version}`;
      return no(`it is of ${is}, this operator has ${kind.kind} version ${kind.version}`);
    }
    const { machine, value, context, sequence, timers } = own;
    const snapshot = kind.machine.resolveState({ value, context: kind.parseContext(context) });
    // XState fills in what a state leaves out, and lets a machine be in two states at once when told so.
    if (!isDeepStrictEqual(snapshot.value, value) || isTorn(snapshot)) {
      return no(`the ${machine} machine has no state ${JSON.stringify(value)}`);
    }
    const problem = timerProblem(snapshot, timers);
    if (problem !== null) return no(problem);
    const armed = new Map(timers.map((timer) => [timer.id, timer]));
    return {
      ok: true,
      persisted: own,
      state: { snapshot, sequence, timers: armed, running: new Map() },
      effects: timers.map((timer) => ({ type: "setTimer", timer })),
      transitions: [],
    };
  } catch (error) {
    return no(errorMessage(error));
  }
}

/** A status holds it as JSON in one line; earlier releases wrote the object itself. */
function parse(persisted: unknown): PersistedSnapshot {
  const plain: unknown = typeof persisted === "string" ? JSON.parse(persisted) : persisted;
  const parsed = persistedSnapshotSchema.safeParse(plain);
  if (!parsed.success) throw new TypeError(`it is not a snapshot: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function no(problem: string): Restored {
  return { ok: false, problem };
}

/**
 * Exactly the timers that the active states wait for: without its timer a state would never be left, and the ring of
 * any other would reach the machine as an event that nobody sent.
 */
function timerProblem(snapshot: ExecutionState["snapshot"], timers: readonly Timer[]): string | null {
  const awaited = new Set(awaitedTimers(snapshot));
  const armed = timers.map(({ id }) => id);
  const unarmed = [...awaited].filter((id) => !armed.includes(id));
  if (unarmed.length > 0) return `its timers ${unarmed.join(", ")} are missing`;
  if (armed.length === awaited.size) return null;
  return `its state waits for no more timers than ${[...awaited].join(", ") || "none"}, not for ${armed.join(", ")}`;
}
