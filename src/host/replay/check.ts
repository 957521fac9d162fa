/** Check: what a replay gives, against what was recorded. The first difference is a change of behaviour. */
import { isDeepStrictEqual } from "node:util";
import { actorName } from "../actor-ref.ts";
import type { Decision } from "../decision.ts";
import type { ActorKind } from "../execution.ts";
import type { JournalRecord } from "../journal/journal.ts";
import { redactLine } from "../journal/redaction.ts";
import { persistWhole } from "../persisted-snapshot.ts";
import { decisionOf } from "../step-decision.ts";
import type { ReplayedRecord } from "./replay.ts";

/** Where a replay and its record differ, such as `state`, `changed.attempts`, `effects`. */
export interface Difference {
  readonly record: JournalRecord;
  readonly what: string;
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** One line that names record, actor, event and difference. */
export function differenceText({ record, what, recorded, replayed }: Difference): string {
  const on = record.type === "event" ? record.event.type : record.type;
  const text = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
  return (
    `record ${record.sequence} of ${actorName(record.actor)} on ${on}: ` +
    `${what} was recorded as ${text(recorded)}, the replay gives ${text(replayed)}`
  );
}

/** The first difference, or null. A snapshot record is held to all that the replay had made of its actor by then. */
export function differenceOf(kind: ActorKind, { record, before, step }: ReplayedRecord): Difference | null {
  switch (record.type) {
    case "begin":
    case "event": {
      const payload = record.type === "begin" ? record.input : record.event;
      return compare(
        record,
        record.decision,
        replayed(record, step === null ? null : decisionOf(payload, before, step)),
      );
    }
    case "restore":
      return compare(record, record.decision, step === null ? null : decisionOf({}, step.state, step));
    case "snapshot":
      return before === null
        ? null
        : compare(record, { snapshot: record.snapshot, running: record.running }, persistWhole(kind, before));
    case "stop":
      return null;
    default:
      return record satisfies never;
  }
}

/** A record from before transitions had names says nothing of them. */
function replayed(
  { decision }: { readonly decision: Decision | null },
  now: Decision | null,
): Decision | null {
  if (now === null || decision === null || decision.transitions !== undefined) return now;
  const { transitions: _named, ...rest } = now;
  return rest;
}

function compare(record: JournalRecord, recorded: unknown, replayed: unknown): Difference | null {
  // Nothing else than JSON was recorded, and no credentials.
  const other: unknown = JSON.parse(redactLine(JSON.stringify(replayed)));
  return isDeepStrictEqual(recorded, other) ? null : { record, ...firstDifference(recorded, other, "") };
}

type Found = Omit<Difference, "record">;

/** Walks down to the smallest part that differs. */
function firstDifference(recorded: unknown, replayed: unknown, what: string): Found {
  const keys = isTree(recorded) && isTree(replayed) ? Object.keys({ ...recorded, ...replayed }) : [];
  const at = (tree: unknown, key: string): unknown => (isTree(tree) ? tree[key] : undefined);
  const key = keys.find((candidate) => !isDeepStrictEqual(at(recorded, candidate), at(replayed, candidate)));
  if (key === undefined) return { what: what === "" ? "the decision" : what, recorded, replayed };
  return firstDifference(at(recorded, key), at(replayed, key), what === "" ? key : `${what}.${key}`);
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
