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
} from "../../grammar/index.ts";

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

export const unchangedSince = () =>
  time().describe(
    ours(
      "Start of the trusted read that this status is from. Every later read said the same, and was not written; while Degraded says that the town cannot be read, nothing newer is known.",
    ),
  );

/**
 * The actor's compact snapshot, as one line of JSON: a person who describes a resource sees its conditions, not pages
 * of memory. Earlier releases wrote an object. The API takes both and judges neither, for a status write must never
 * fail on what an older or a newer operator has left there; whoever restores an actor judges it.
 */
export const snapshot = () =>
  z
    .union([z.string(), z.looseObject({})])
    .meta({ "x-kubernetes-preserve-unknown-fields": true })
    .describe(
      ours(
        "From what the operator rebuilds its actor after a restart, as JSON in one line. Not for people to edit.",
      ),
    );
