/** What the host records of an actor, in the journal's terms. */
import type { ActorRef } from "./actor-ref.ts";
import type { ActorKind, ExecutionState, Step } from "./execution.ts";
import type { JournalEntry } from "./journal/journal.ts";
import type { Restored } from "./persisted-snapshot.ts";
import { decisionOf } from "./step-decision.ts";

interface Recorded {
  readonly ref: ActorRef;
  readonly kind: ActorKind;
}

/** @param state of the actor that takes the event: a nuke is of the life that it ends. */
export function entryBase(
  { ref, kind }: Recorded,
  { snapshot }: ExecutionState,
  at: number,
  { cause, trace }: Pick<JournalEntry, "cause" | "trace">,
): Omit<JournalEntry, "type"> {
  const incarnation = kind.incarnation?.(snapshot.context) ?? 1;
  return { at, actor: { ...ref, incarnation }, machine: kind.kind, version: kind.version, cause, trace };
}

export type RestoredStep = Extract<Restored, { ok: true }>;

type FirstEntry =
  | Pick<Extract<JournalEntry, { type: "begin" }>, "type" | "input" | "decision">
  | Pick<Extract<JournalEntry, { type: "restore" }>, "type" | "snapshot" | "decision">;

export function firstEntry(input: unknown, first: Step | RestoredStep): FirstEntry {
  return "persisted" in first
    ? { type: "restore", snapshot: first.persisted, decision: decisionOf({}, first.state, first) }
    : { type: "begin", input, decision: decisionOf(input, null, first) };
}
