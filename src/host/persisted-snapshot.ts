/** The compact snapshot of an actor: what `status.snapshot` holds, and what a restart rebuilds the actor from. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { StateValue } from "xstate";
import type { Timer } from "./effects.ts";
import type { ActorKind, ExecutionState, Step } from "./execution.ts";

const stateValueSchema: z.ZodType<StateValue> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), stateValueSchema)]),
);

export const persistedSnapshotSchema = z.object({
  machine: z.string(),
  version: z.number().int(),
  value: stateValueSchema,
  context: z.record(z.string(), z.unknown()),
  /** Events that the actor had taken. */
  sequence: z.number().int().nonnegative(),
  /** Delayed events with their absolute deadlines. */
  timers: z.array(z.object({ id: z.string(), dueAt: z.number(), delayMs: z.number().optional() })),
});

export type PersistedSnapshot = z.infer<typeof persistedSnapshotSchema>;

/** The step that an actor begins with again, its effects set its timers; or why there is none. */
export type Restored = ({ readonly ok: true } & Step) | { readonly ok: false; readonly problem: string };

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

/**
 * Rebuilds an actor's state. Whatever is not exactly a snapshot of this version is refused with the reason, never
 * thrown: the caller drops it and lets observation rebuild the actor. Running services are not restored; the host
 * tells the machine so with `host.restored`.
 */
export function restore(kind: ActorKind, persisted: unknown): Restored {
  try {
    const { machine, version, value, context, sequence, timers } = parse(persisted);
    if (machine !== kind.kind || version !== kind.version) {
      return no(
        `it is of ${machine} version ${version}, this operator has ${kind.kind} version ${kind.version}`,
      );
    }
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
      state: { snapshot, sequence, timers: armed, running: new Map() },
      effects: timers.map((timer) => ({ type: "setTimer", timer })),
    };
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
}

function parse(persisted: unknown): PersistedSnapshot {
  const parsed = persistedSnapshotSchema.safeParse(persisted);
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
  const awaited = new Set(delayedEvents(snapshot));
  const armed = timers.map(({ id }) => id);
  const unarmed = [...awaited].filter((id) => !armed.includes(id));
  if (unarmed.length > 0) return `its timers ${unarmed.join(", ")} are missing`;
  if (armed.length === awaited.size) return null;
  return `its state waits for no more timers than ${[...awaited].join(", ") || "none"}, not for ${armed.join(", ")}`;
}

/** In more than one of the states of which a machine can be in one. */
function isTorn(snapshot: ExecutionState["snapshot"]): boolean {
  const nodes: readonly { readonly parent?: { readonly id: string; readonly type: string } }[] =
    snapshot._nodes;
  const parents = nodes.flatMap(({ parent }) => (parent?.type === "compound" ? [parent.id] : []));
  return new Set(parents).size < parents.length;
}

/** The `after` events that the active states wait for. */
function delayedEvents(snapshot: ExecutionState["snapshot"]): readonly string[] {
  const nodes: readonly { readonly after: readonly { readonly eventType: string }[] }[] = snapshot._nodes;
  return nodes.flatMap((node) => node.after.map((delayed) => delayed.eventType));
}
