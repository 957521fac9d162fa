/** Field types that several kinds share. What ends up in an argument of gt has gt's own pattern: src/grammar/. */
import { z } from "zod";
import {
  AGENT_NAME,
  BEAD_ID,
  BEAD_PREFIX,
  BRANCH_NAME,
  lengthOf,
  MAIL_ADDRESS,
  POLECAT_NAME,
  RIG_NAME,
  type Grammar,
} from "../grammar/index.ts";

/** A field that the original API does not have; people who come from there see it in `kubectl explain`. */
export const ours = (about: string): string => `${about} An addition to the original API.`;

/** Text of at most so many characters, as the API server counts them. */
export const characters = (most: number): z.ZodString =>
  z
    .string()
    .refine(
      (value) => value.length <= most || lengthOf(value) <= most,
      `must have at most ${most} characters`,
    )
    .meta({ maxLength: most });

/** Text that is passed on; a NUL would end an argument early. */
export const text = (most: number): z.ZodString => characters(most).regex(/^[^\x00]*$/);

/** A name as gt takes it, by the very pattern that its argv is checked with. */
const named = ({ pattern, most }: Grammar): z.ZodString => characters(most).regex(pattern);

export const rigName = (): z.ZodString => named(RIG_NAME);

export const beadId = (): z.ZodString => named(BEAD_ID);

/** An empty one is how the original API writes that there is none. */
export const beadIdOrNone = () =>
  characters(BEAD_ID.most)
    .regex(new RegExp(`^(${BEAD_ID.pattern.source.slice(1, -1)})?$`))
    .transform((bead) => (bead === "" ? undefined : bead));

export const beadPrefix = (): z.ZodString => named(BEAD_PREFIX);

export const agentName = (): z.ZodString => named(AGENT_NAME);

/** A name that gt gave. */
export const townName = (): z.ZodString => named(POLECAT_NAME);

export const mailAddress = (): z.ZodString => named(MAIL_ADDRESS);

export const branchName = (): z.ZodString => named(BRANCH_NAME);

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
