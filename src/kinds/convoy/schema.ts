/** Convoy: a batch of beads that is followed until all are closed. */
import { z } from "zod";
import { actorStatus } from "../schema/actor-status.ts";
import { CONVOY_BEADS } from "../../grammar/index.ts";
import { ALWAYS } from "../schema/conditions.ts";
import {
  beadId,
  characters,
  mailAddress,
  observedGeneration,
  ours,
  rigName,
  text,
  time,
  townName,
} from "../schema/fields.ts";
import { readerOf, schemaOf, type Reader, type StoredObject } from "../schema/reader.ts";

export const convoySpecSchema = z.object({
  description: text(1024)
    .min(1)
    .describe(
      "What the batch is for; it becomes the title of gt's convoy. A later change is for the mail alone: gt's convoy keeps its title.",
    ),
  trackedBeads: z
    .array(beadId())
    .min(1)
    .max(CONVOY_BEADS)
    .meta({ "x-kubernetes-list-type": "set" })
    .describe("The beads to follow, 1 to 500, each once, of any rig."),
  rigRef: rigName()
    .optional()
    .describe("A Rig that has to be usable before the convoy is made. Default: none."),
  notifyOnComplete: mailAddress()
    .optional()
    .describe(
      "Who gets a mail when all beads are closed, such as mayor/ or alpha/witness: one for each time that they have all been closed. Another address gets one of its own. Default: nobody.",
    ),
  parallelism: z
    .int()
    .min(0)
    .default(0)
    .describe("Most polecats at work on it at once, with dispatch Polecats. Default 0: no limit."),
  dispatch: z
    .enum(["None", "Polecats"])
    .default("None")
    .describe(
      ours(
        "None (default): the beads are only followed. Polecats: the operator creates Polecats for ready beads; not enabled yet.",
      ),
    ),
});

const openBeadSchema = z.object({
  bead: characters(253).describe("The bead."),
  status: characters(63).describe(
    "gt's word for it, such as open, hooked, blocked or one of the town's own.",
  ),
});

const beads = (about: string) => z.array(characters(253)).max(CONVOY_BEADS).optional().describe(about);

const CONVOY_CONDITIONS = {
  ...ALWAYS,
  Tracked: "gt's convoy tracks the beads of the spec and no others",
  Notified: "the address of the spec was sent a mail about this end",
  Degraded: "the town or the rig is in trouble, or gt refused",
};

export const convoyStatusSchema = z.object({
  phase: z
    .enum(["Pending", "InProgress", "Completed", "Failed"])
    .optional()
    .describe(
      "Pending until gt's convoy is there, InProgress while beads are open, Completed once all read closed.",
    ),
  observedGeneration: observedGeneration().optional(),
  beadsConvoyID: townName().optional().describe("gt's id of the convoy, such as hq-cv-emt3v."),
  completedBeads: beads("Beads that read closed."),
  pendingBeads: beads("Beads that exist and are not closed."),
  openBeads: z
    .array(openBeadSchema)
    .max(CONVOY_BEADS)
    .meta({ "x-kubernetes-list-type": "atomic" })
    .optional()
    .describe(
      ours(
        "Beads that exist and are not closed, each with its status. One that is tombstone was deleted: it is not waited for, and not done either.",
      ),
    ),
  unknownBeads: beads(ours("Beads that do not exist, or whose state could not be read.")),
  progress: characters(63).optional().describe("Closed beads of all, such as 2/5."),
  startedAt: time().optional().describe("When gt's convoy was made or found."),
  completedAt: time().optional().describe("When the last of its beads was closed."),
  notifiedAt: time()
    .optional()
    .describe(ours("When the mail about this end was sent to the address of the spec.")),
  notifiedAddress: characters(253).optional().describe(ours("To whom that mail was sent.")),
  state: characters(253).optional().describe(ours("The machine's own state, such as completed.settled.")),
  ...actorStatus(CONVOY_CONDITIONS),
});

export type ConvoySpec = z.output<typeof convoySpecSchema>;
export type ConvoyStatus = z.output<typeof convoyStatusSchema>;
export type Convoy = StoredObject<ConvoySpec, ConvoyStatus>;

export const parseConvoy: Reader<Convoy> = readerOf("Convoy", convoySpecSchema, convoyStatusSchema);
export const convoySchema = schemaOf(parseConvoy);
