/**
 * Field types that several kinds share. What ends up in an argument of gt has a pattern that refuses a leading `-`
 * and everything a shell would take for its own. Patterns keep to what Go's RE2 and JavaScript both know.
 */
import { z } from "zod";

/** A field that the original API does not have; people who come from there see it in `kubectl explain`. */
export const ours = (about: string): string => `${about} An addition to the original API.`;

/** Text that is passed on; a NUL would end an argument early. */
export const text = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .regex(/^[^\x00]*$/);

export const rigName = (): z.ZodString =>
  z
    .string()
    .max(63)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);

/** A bead's id: prefix, one or more parts, and a child's number, such as al-1r3, be-wisp-8l1, gt-abc.1. */
export const BEAD_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+(\.[0-9]+)*$/;

export const beadId = (): z.ZodString => z.string().max(128).regex(BEAD_ID);

/** A name that gt gave. Wider than what we accept from people: gt's own answers must fit into a status. */
export const townName = (): z.ZodString =>
  z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** gt's mail addresses: mayor/, alpha/witness, alpha/polecats/nux, list:oncall, @town. */
export const mailAddress = (): z.ZodString =>
  z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9@][A-Za-z0-9._:@-]*(\/[A-Za-z0-9._-]+)*\/?$/);

export const branchName = (): z.ZodString =>
  z
    .string()
    .max(255)
    .regex(/^[A-Za-z0-9._/][A-Za-z0-9._/-]*$/);

/** A duration as Go writes it: 30s, 15m, 1h30m. */
export const duration = (): z.ZodString =>
  z
    .string()
    .max(32)
    .regex(/^([0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h))+$/);

export const time = (): z.ZodString => z.string().meta({ format: "date-time" });

/** Whole numbers of a status; never below zero. */
export const count = (): z.ZodInt => z.int().min(0);

export const reference = (about: string) =>
  z
    .object({ name: z.string().min(1).max(253).describe("Its name, in the Polecat's namespace.") })
    .describe(about);

export const observedGeneration = () =>
  count().describe(
    "Generation of the spec that this status speaks of. Older than metadata.generation: not yet seen.",
  );

export const observedAt = () =>
  time().describe(
    ours(
      "Start of the trusted read that first said what this status says; a later one that says the same is not written.",
    ),
  );

/**
 * The actor's compact snapshot. The API asks for no field and keeps every one, for a status write must never fail on
 * a newer snapshot. Atomic: it is replaced as a whole, and its owner is recorded once instead of once a field.
 */
export const snapshot = () =>
  z
    .looseObject({
      machine: z.string().describe("Which machine it is of."),
      version: z.int().describe("The machine's version; a snapshot of another version is dropped."),
      value: z
        .union([z.string(), z.record(z.string(), z.unknown())])
        .meta({ "x-kubernetes-preserve-unknown-fields": true })
        .describe("The machine's state."),
      context: z
        .record(z.string(), z.unknown())
        .meta({ "x-kubernetes-preserve-unknown-fields": true })
        .describe("What the machine remembers."),
      sequence: count().describe("How many events the actor has taken."),
    })
    .meta({ "x-kubernetes-map-type": "atomic", "x-gastown-required": false })
    .describe(ours("From what the operator rebuilds its actor after a restart. Not for people to edit."));
