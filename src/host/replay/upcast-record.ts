/** Upcasts of whole records. */
import type { Decision } from "../decision.ts";
import type { ActorKind } from "../execution.ts";
import type { JournalRecord } from "../journal/journal.ts";
import { raiseSnapshot, stepsFrom, type Upcast } from "../upcast.ts";

/** The record as this version of the machine would have written it, or null where it cannot be known. */
export function upcastRecord(kind: ActorKind, record: JournalRecord): JournalRecord | null {
  if (record.version === kind.version) return record;
  const steps = stepsFrom(kind, record.version);
  return steps === null ? null : steps.reduce(raise, record);
}

function raise(record: JournalRecord, step: Upcast): JournalRecord {
  const version = step.from + 1;
  const { input, event, decision: decide = (same: Decision) => same } = step;
  const decision = "decision" in record && record.decision !== null ? decide(record.decision) : null;
  switch (record.type) {
    case "begin":
      return {
        ...record,
        version,
        input: input === undefined ? record.input : input(record.input),
        decision,
      };
    case "event":
      return {
        ...record,
        version,
        event: event === undefined ? record.event : event(record.event),
        decision,
      };
    case "restore":
      return { ...record, version, snapshot: raiseSnapshot(record.snapshot, step), decision };
    case "snapshot":
      return { ...record, version, snapshot: raiseSnapshot(record.snapshot, step) };
    case "stop":
      return { ...record, version };
    default:
      return record satisfies never;
  }
}
