/** Replay: a journal through the same pure steps. Gives the states and decisions of every actor; runs no effect. */
import { actorName } from "../actor-ref.ts";
import { begin, step, type ActorKind, type ExecutionState, type Step } from "../execution.ts";
import type { JournalRecord } from "../journal/journal.ts";
import { restore, resume } from "../persisted-snapshot.ts";
import { upcastRecord } from "./upcast-record.ts";
import { errorMessage } from "@gastown/system";

/** What a record led to. `step` is null for a stop, and for an event that the machine failed on. */
export interface ReplayedRecord {
  /** As this version of the machine would have written it. */
  readonly record: JournalRecord;
  /** Null for an actor's first record. */
  readonly before: ExecutionState | null;
  readonly step: Step | null;
}

/** A record of another version, or of an actor of which this journal has no beginning. */
export class ReplayError extends Error {
  /** True where nothing is wrong with the record: what its actor was before went with an old segment, or was lost. */
  readonly isBeginningMissing: boolean;

  constructor(record: JournalRecord, problem: string, isBeginningMissing = false) {
    super(`journal record ${record.sequence} of ${actorName(record.actor)}: ${problem}`);
    this.name = "ReplayError";
    this.isBeginningMissing = isBeginningMissing;
  }
}

/** @throws ReplayError at the first record that cannot be replayed. */
export function* replay(
  kinds: ReadonlyMap<string, ActorKind>,
  records: Iterable<JournalRecord>,
): Generator<ReplayedRecord> {
  const replayer = new Replayer(kinds);
  for (const record of records) yield replayer.take(record);
}

/** `picked`: the records of some actors only, so that a gap in their numbers means nothing. */
export type JournalSlice = "whole" | "picked";

export class Replayer {
  readonly #kinds: ReadonlyMap<string, ActorKind>;
  readonly #states = new Map<string, ExecutionState>();
  readonly #slice: JournalSlice;
  #sequence: number | null = null;

  constructor(kinds: ReadonlyMap<string, ActorKind>, slice: JournalSlice = "whole") {
    this.#kinds = kinds;
    this.#slice = slice;
  }

  /** @throws ReplayError where the record cannot be replayed; others can be taken after it. */
  take(given: JournalRecord): ReplayedRecord {
    // Of what is missing nobody knows whose it was: each actor is known again from its next snapshot.
    const isNext = this.#sequence === null || given.sequence <= this.#sequence + 1;
    if (this.#slice === "whole" && !isNext) this.#states.clear();
    this.#sequence = given.sequence;
    const kind = this.#kinds.get(given.machine);
    const record = kind === undefined ? null : upcastRecord(kind, given);
    const id = `${actorName(given.actor)}@${given.actor.uid}`;
    if (kind === undefined || record === null) {
      this.#states.delete(id);
      throw new ReplayError(given, `no ${given.machine} machine of version ${given.version} here`);
    }
    const before = this.#states.get(id) ?? null;
    const next = replayRecord(kind, id, record, before);
    if (record.type === "stop") this.#states.delete(id);
    else if (next !== null) this.#states.set(id, next.state);
    return { record, before, step: next };
  }
}

function replayRecord(
  kind: ActorKind,
  id: string,
  record: JournalRecord,
  before: ExecutionState | null,
): Step | null {
  switch (record.type) {
    case "begin":
      return begin(kind, id, record.input, record.at);
    case "restore": {
      const restored = restore(kind, record.snapshot);
      if (!restored.ok) throw new ReplayError(record, restored.problem);
      return restored;
    }
    case "event":
      if (before === null) {
        throw new ReplayError(record, "what its actor was before is not in this journal", true);
      }
      return replayEvent(kind, id, before, record);
    case "snapshot":
      return resumed(kind, record);
    case "stop":
      return null;
    default:
      return record satisfies never;
  }
}

function resumed(kind: ActorKind, record: Extract<JournalRecord, { type: "snapshot" }>): Step {
  try {
    return { state: resume(kind, record), effects: [], transitions: [] };
  } catch (error) {
    throw new ReplayError(record, errorMessage(error));
  }
}

/** The live host passed over what its machine failed on; so does the replay. */
function replayEvent(
  kind: ActorKind,
  id: string,
  before: ExecutionState,
  record: Extract<JournalRecord, { type: "event" }>,
): Step | null {
  try {
    return step(kind, id, before, record.event, record.at);
  } catch {
    return null;
  }
}
