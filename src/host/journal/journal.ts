/** The journal: every fact that an actor took and what it decided, in order, durable before anything is carried out. */
import { z } from "zod";
import { actorRefSchema } from "../actor-ref.ts";
import { decisionSchema } from "../decision.ts";
import { operationSchema } from "../effects.ts";
import { persistedSnapshotSchema } from "../snapshot-shape.ts";

const eventSchema = z.looseObject({ type: z.string() });

const base = {
  /** Position in the journal; gaps mean lost records. */
  sequence: z.number().int(),
  /** Epoch ms of the host's clock. */
  at: z.number(),
  /** `incarnation` counts the lives of one resource; it is the one that took the event. */
  actor: actorRefSchema.extend({ incarnation: z.number().int() }),
  machine: z.string(),
  version: z.number().int(),
  /** What led to this record: the id of an effect (which names actor and step), an observation, a resourceVersion. */
  cause: z.string(),
  /** One id for all that a cause from outside led to; null in snapshots, and in records from before there were traces. */
  trace: z.string().nullable().default(null),
};

/** Null where the machine failed on the event, so that the actor stayed as it was. */
const decision = decisionSchema.nullable();

export const journalRecordSchema = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("begin"), input: z.unknown().optional(), decision }),
  z.object({ ...base, type: z.literal("restore"), snapshot: persistedSnapshotSchema, decision }),
  z.object({ ...base, type: z.literal("event"), event: eventSchema, decision }),
  /** All that an actor is, at the start of a segment: what came before may be gone. */
  z.object({
    ...base,
    type: z.literal("snapshot"),
    snapshot: persistedSnapshotSchema,
    running: z.array(operationSchema),
  }),
  z.object({ ...base, type: z.literal("stop") }),
]);

export type JournalRecord = z.infer<typeof journalRecordSchema>;
/** A record, or a line that is none. */
export type JournalLine =
  { readonly ok: true; readonly record: JournalRecord } | { readonly ok: false; readonly problem: string };
type Entry<Record> = Record extends JournalRecord ? Omit<Record, "sequence"> : never;
/** A record before the journal has numbered it. */
export type JournalEntry = Entry<JournalRecord>;

/** A `snapshot` entry for each live actor, of the state after all that was appended. */
export type SnapshotEntries = () => Iterable<JournalEntry>;

/** One of the stretches that a journal is kept in: each begins with all that its actors are, and is read by itself. */
export interface JournalPart {
  /** Number of its first record. */
  readonly first: number;
  /** Epoch ms of its first record; null where that cannot be read. */
  readonly at: number | null;
  readonly bytes: number;
}

/** What is kept, without reading it. */
export interface JournalIndex {
  /** Oldest first. */
  readonly parts: readonly JournalPart[];
  /** The newest record; null of a journal without any. */
  readonly last: { readonly sequence: number; readonly at: number } | null;
}

export interface JournalHealth {
  readonly ok: boolean;
  /** For people: since when it is not written, why, and what to do. */
  readonly message: string;
  /** Why it is not written, and what to do; null while it is. The same words for as long as the cause is the same. */
  readonly trouble: string | null;
  /** Records that could not be written since the start. */
  readonly lost: number;
}

export interface Journal {
  /** Takes an entry and gives its number; it is durable only after `commit`. */
  append(entry: JournalEntry): number;
  /**
   * Makes all appended entries durable, as one group. `snapshots` is asked when a new segment begins.
   * With nothing appended it tries again what failed: a disk with room is found without waiting for the next event.
   * @throws JournalError when that failed anew; while a failure lasts it counts what is lost and tries now and then.
   */
  commit(snapshots?: SnapshotEntries): void;
  /** All committed records that are kept, oldest first. */
  read(): Iterable<JournalRecord>;
  /**
   * The same, and where a line is none, what is wrong with it instead of an end.
   * @param from the number of a record: what is before the part that holds it is not read.
   */
  readLines(from?: number): Iterable<JournalLine>;
  /** The lines as they are written, for whoever looks at thousands for a few. */
  readTexts(from?: number): Iterable<string>;
  index(): JournalIndex;
  health(): JournalHealth;
  close(): void;
}

/** The journal could not be written or read; the message says which file and what to do. */
export class JournalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "JournalError";
  }
}
