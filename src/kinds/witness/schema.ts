/** Witness: the health of a rig's polecats. */
import { z } from "zod";
import { actorStatus } from "../schema/actor-status.ts";
import { ALWAYS } from "../schema/conditions.ts";
import { count, duration, mailAddress, observedGeneration, rigName, time } from "../schema/fields.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

export const witnessSpecSchema = z.object({
  rigRef: rigName().describe("Name of the Rig whose polecats are watched."),
  healthCheckInterval: duration()
    .default("30s")
    .describe(
      "How often their health is judged: the polecats are counted no more often, and no more often than the operator reads the town. Default 30s.",
    ),
  stuckThreshold: duration()
    .default("15m")
    .describe("After how long without a sign of life a polecat counts as stuck. Default 15m."),
  escalationTarget: mailAddress()
    .default("mayor")
    .describe("Who is told of a polecat that stays stuck. Default mayor."),
});

const polecats = (about: string) => count().optional().describe(`How many ${about}.`);

const WITNESS_CONDITIONS = { ...ALWAYS, Degraded: "the rig cannot be watched" };

export const witnessStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Active", "Degraded"])
    .optional()
    .describe("Pending until the town was read, then Active, or Degraded while the rig cannot be watched."),
  observedGeneration: observedGeneration().optional(),
  polecatsSummary: z
    .object({
      total: polecats("polecats the rig has"),
      running: polecats("have a bead in work and a session"),
      succeeded: polecats("have closed their bead"),
      failed: polecats("have failed"),
      stuck: polecats("have work and no sign of life"),
    })
    .optional()
    .describe("The rig's polecats, counted."),
  lastCheckTime: time()
    .optional()
    .describe("Start of the read that the count is from; a later one that says the same is not written."),
  ...actorStatus(WITNESS_CONDITIONS),
});

export type WitnessSpec = z.output<typeof witnessSpecSchema>;
export type WitnessStatus = z.output<typeof witnessStatusSchema>;
export type Witness = StoredObject<WitnessSpec, WitnessStatus>;

export const parseWitness: Reader<Witness> = readerOf("Witness", witnessSpecSchema, witnessStatusSchema);
export const witnessSchema = schemaOf(parseWitness);
