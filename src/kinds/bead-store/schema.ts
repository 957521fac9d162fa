/** BeadStore: the issues of a rig. */
import { z } from "zod";
import { actorStatus } from "../schema/actor-status.ts";
import { BEAD_PREFIX } from "../../grammar/index.ts";
import { VIEW_CONDITIONS } from "../schema/conditions.ts";
import { count, duration, observedGeneration, reference, rigName, time } from "../schema/fields.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

export const beadStoreSpecSchema = z.object({
  rigRef: rigName().describe("Name of the Rig whose beads are counted."),
  prefix: z
    .string()
    .max(BEAD_PREFIX.most + 1)
    .regex(new RegExp(`${BEAD_PREFIX.pattern.source.slice(0, -1)}-$`))
    .describe("Prefix of the bead ids, with the dash, such as al-."),
  syncInterval: duration().default("5m").describe("How often the store is read. Default 5m."),
  gitSecretRef: reference("Secret with git credentials.").optional(),
});

export const beadStoreStatusSchema = z.object({
  phase: z
    .enum(["Pending", "Synced", "Error"])
    .optional()
    .describe("Pending until the beads were counted, then Synced, or Error while they cannot be."),
  observedGeneration: observedGeneration().optional(),
  issueCount: count().optional().describe("How many issues the store has."),
  lastSyncTime: time()
    .optional()
    .describe("Start of the read that the count is from; a later one that says the same is not written."),
  ...actorStatus(VIEW_CONDITIONS),
});

export type BeadStoreSpec = z.output<typeof beadStoreSpecSchema>;
export type BeadStoreStatus = z.output<typeof beadStoreStatusSchema>;
export type BeadStore = StoredObject<BeadStoreSpec, BeadStoreStatus>;

export const parseBeadStore: Reader<BeadStore> = readerOf(
  "BeadStore",
  beadStoreSpecSchema,
  beadStoreStatusSchema,
);
export const beadStoreSchema = schemaOf(parseBeadStore);
