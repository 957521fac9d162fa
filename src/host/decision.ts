/**
 * Decision: what a step made of an event, as the journal keeps it beside the event, so that a replay by a later
 * machine can be held to it. Compact: only what changed, and of the event's own payload only the names.
 */
import { z } from "zod";

export const decisionSchema = z.object({
  /** The state after the event, such as `working.healthy`. */
  state: z.string(),
  /** Parts of the context that have another value now. */
  changed: z.record(z.string(), z.unknown()),
  /** Parts of the context that are now what the event carried: their values stand in the event. */
  taken: z.array(z.string()),
  /** Transitions that have a name; absent where none was taken, and in records from before they had any. */
  transitions: z.array(z.string()).optional(),
  /** What was to be carried out. */
  effects: z.array(z.looseObject({ type: z.string() })),
});

export type Decision = z.infer<typeof decisionSchema>;
