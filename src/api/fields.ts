/** Field types that several kinds share. Patterns refuse what could be read as a flag or by a shell. */
import { z } from "zod";

export const rigName = (): z.ZodString =>
  z
    .string()
    .min(1)
    .max(63)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);

export const beadId = (): z.ZodString =>
  z
    .string()
    .max(128)
    .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+(\.[0-9]+)*$/);

export const mailAddress = (): z.ZodString =>
  z
    .string()
    .max(253)
    .regex(/^[a-z][A-Za-z0-9_-]*(\/[A-Za-z0-9_-]+)*\/?$/);

export const objectName = (): z.ZodString => z.string().min(1).max(253);

/** A duration such as 30s, 15m, 1h30m. */
export const duration = (): z.ZodString =>
  z
    .string()
    .max(32)
    .regex(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/);

export const time = (): z.ZodString => z.string().meta({ format: "date-time" });

/** A free-form object of the API: kept as it is. */
export const anything = (): z.ZodRecord<z.ZodString, z.ZodUnknown> =>
  z.record(z.string(), z.unknown()).meta({ "x-kubernetes-preserve-unknown-fields": true });

export const conditionSchema = z.object({
  type: z.string().describe("Which condition, such as Ready."),
  status: z.enum(["True", "False", "Unknown"]).describe("Whether it holds."),
  reason: z.string().describe("Why, in one word for programs."),
  message: z.string().describe("Why, in words for people."),
  lastTransitionTime: time().describe("When status last changed."),
  observedGeneration: z.int().optional().describe("Generation of the spec that it was judged from."),
});

export const conditions = () =>
  z
    .array(conditionSchema)
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] })
    .describe("What holds for this resource, and why.");

export const observedGeneration = () =>
  z.int().describe("Generation of the spec that this status speaks of.");

export const observedAt = () =>
  time().describe("When the town was read for this status, as of its last change.");

/** Checked by the host when it restores, not by the API: a mangled snapshot is dropped, and never refused. */
export const snapshotField = () =>
  anything().describe("The actor's compact snapshot: machine, version, value, context, sequence, timers.");
