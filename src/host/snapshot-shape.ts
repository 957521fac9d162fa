/** The shape of a snapshot: what `status.snapshot` and the journal hold of an actor. */
import { z } from "zod";
import type { StateValue } from "xstate";

export const stateValueSchema: z.ZodType<StateValue> = z.lazy(() =>
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
