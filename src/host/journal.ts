/** The journal: every fact that an actor took, in order, written before the actor takes it. */
import { z } from "zod";
import { actorRefSchema } from "./actor-ref.ts";
import { persistedSnapshotSchema } from "./persisted-snapshot.ts";

const eventSchema = z.looseObject({ type: z.string() });

const base = {
  /** Position in the journal; gaps mean lost records. */
  sequence: z.number().int(),
  /** Epoch ms of the host's clock. */
  at: z.number(),
  actor: actorRefSchema,
  machine: z.string(),
  version: z.number().int(),
  /** What led to this record: an effect's id, an observation, a resourceVersion. */
  cause: z.string(),
};

export const journalRecordSchema = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("begin"), input: z.unknown() }),
  z.object({ ...base, type: z.literal("restore"), snapshot: persistedSnapshotSchema }),
  z.object({ ...base, type: z.literal("event"), event: eventSchema }),
  z.object({ ...base, type: z.literal("stop") }),
]);

export type JournalRecord = z.infer<typeof journalRecordSchema>;
type Entry<Record> = Record extends JournalRecord ? Omit<Record, "sequence"> : never;
/** A record before the journal has numbered it. */
export type JournalEntry = Entry<JournalRecord>;

export interface Journal {
  /** Takes an entry; it is durable only after `commit`. */
  append(entry: JournalEntry): JournalRecord;
  /** Makes all appended entries durable, as one group. @throws JournalError */
  commit(): void;
  /** All committed records, oldest first. */
  read(): Iterable<JournalRecord>;
  close(): void;
}

/** The journal could not be written or read; the message says which file and what to do. */
export class JournalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "JournalError";
  }
}
