/** Replay: a journal through the same pure steps. Gives the states and decisions of every actor; runs no effect. */
import { actorName } from "./actor-ref.ts";
import { begin, step, type ActorKind, type Step } from "./execution.ts";
import type { JournalRecord } from "./journal.ts";
import { restore } from "./persisted-snapshot.ts";

/** What a record led to. `step` is null for a stop, and for an event that the machine failed on. */
export interface ReplayedRecord {
  readonly record: JournalRecord;
  readonly step: Step | null;
}

/** The journal does not fit the machines: a record of another version, or of an actor that never began. */
export class ReplayError extends Error {
  constructor(record: JournalRecord, problem: string) {
    super(`journal record ${record.sequence} of ${actorName(record.actor)}: ${problem}`);
    this.name = "ReplayError";
  }
}

/** @throws ReplayError at the first record that cannot be replayed. */
export function* replay(
  kinds: ReadonlyMap<string, ActorKind>,
  records: Iterable<JournalRecord>,
): Generator<ReplayedRecord> {
  const states = new Map<string, Step["state"]>();
  for (const record of records) {
    const id = `${actorName(record.actor)}@${record.actor.uid}`;
    const kind = kinds.get(record.machine);
    if (kind?.version !== record.version) {
      throw new ReplayError(record, `no ${record.machine} machine of version ${record.version} here`);
    }
    const next = replayRecord(kind, id, record, states.get(id));
    if (record.type === "stop") states.delete(id);
    else if (next !== null) states.set(id, next.state);
    yield { record, step: next };
  }
}

function replayRecord(
  kind: ActorKind,
  id: string,
  record: JournalRecord,
  state: Step["state"] | undefined,
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
      if (state === undefined) throw new ReplayError(record, "its actor never began in this journal");
      return replayEvent(kind, id, state, record);
    case "stop":
      return null;
    default:
      return record satisfies never;
  }
}

/** The live host passed over what its machine failed on; so does the replay. */
function replayEvent(
  kind: ActorKind,
  id: string,
  state: Step["state"],
  record: Extract<JournalRecord, { type: "event" }>,
): Step | null {
  try {
    return step(kind, id, state, record.event, record.at);
  } catch {
    return null;
  }
}
