/** The compact snapshot of an actor: what `status.snapshot` holds, and what a restart rebuilds the actor from. */
import { z } from "zod";
import type { StateValue } from "xstate";
import type { ActorKind, ExecutionState } from "./execution.ts";

const stateValueSchema: z.ZodType<StateValue> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), stateValueSchema)]),
);

export const persistedSnapshotSchema = z.object({
  machine: z.string(),
  version: z.number().int(),
  value: stateValueSchema,
  context: z.record(z.string(), z.unknown()),
  /** Events that the actor had taken. */
  sequence: z.number().int(),
  /** Delayed events with their absolute deadlines. */
  timers: z.array(z.object({ id: z.string(), dueAt: z.number() })),
});

export type PersistedSnapshot = z.infer<typeof persistedSnapshotSchema>;

export type Restored =
  { readonly ok: true; readonly state: ExecutionState } | { readonly ok: false; readonly problem: string };

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
  const parsed = persistedSnapshotSchema.safeParse(persisted);
  if (!parsed.success)
    return { ok: false, problem: `it is not a snapshot: ${z.prettifyError(parsed.error)}` };
  const { machine, version, value, context, sequence, timers } = parsed.data;
  if (machine !== kind.kind || version !== kind.version) {
    return {
      ok: false,
      problem: `it is of ${machine} version ${version}, this operator has ${kind.kind} version ${kind.version}`,
    };
  }
  try {
    const snapshot = kind.machine.resolveState({ value, context: kind.parseContext(context) });
    const armed = new Map(timers.map((timer) => [timer.id, timer]));
    const unarmed = delayedEvents(snapshot).filter((id) => !armed.has(id));
    if (unarmed.length > 0) return { ok: false, problem: `its timers ${unarmed.join(", ")} are missing` };
    return { ok: true, state: { snapshot, sequence, timers: armed, running: new Map() } };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The `after` events that the active states wait for. Without its timer such a state would never be left. */
function delayedEvents(snapshot: ExecutionState["snapshot"]): readonly string[] {
  const nodes: readonly { readonly after: readonly { readonly eventType: string }[] }[] = snapshot._nodes;
  return nodes.flatMap((node) => node.after.map((delayed) => delayed.eventType));
}
