/** Entries of a journal, one of each kind. */
import type { Journal, JournalRecord } from "../../src/host/index.ts";
import { polecatFacts } from "../machines/given.ts";
import { polecatInput, polecatKind, refOf } from "./kinds.ts";

export type Entry = Parameters<Journal["append"]>[0];

export const BASE = {
  at: 5,
  actor: { ...refOf(polecatKind, "nux"), incarnation: 1 },
  machine: "polecat",
  version: 1,
  cause: "test",
  trace: null,
};
const decision = { state: "pending.waiting", changed: { attempts: 1 }, taken: ["facts"], effects: [] };
export const BEGIN: Entry = { ...BASE, type: "begin", input: polecatInput(), decision };
export const EVENT: Entry = {
  ...BASE,
  type: "event",
  event: { type: "town.observed", at: 5, facts: polecatFacts(5) },
  decision,
};
export const STOP: Entry = { ...BASE, type: "stop" };
const snapshot = {
  machine: "polecat",
  version: 1,
  value: { idle: "limited" },
  context: { uid: "u" },
  sequence: 3,
  timers: [{ id: "xstate.after.idleLimit", dueAt: 9 }],
};
export const RESTORE: Entry = { ...BASE, type: "restore", snapshot, decision };
const operation = {
  effectId: "polecat/default/nux@u:3:0",
  id: "sling",
  service: "sling",
  input: { rig: "a" },
};
export const SNAPSHOT: Entry = { ...BASE, type: "snapshot", snapshot, running: [operation] };

export const sequences = (records: Iterable<JournalRecord>): number[] =>
  [...records].map(({ sequence }) => sequence);
export const types = (records: Iterable<JournalRecord>): string[] => [...records].map(({ type }) => type);

export function write(journal: Journal, ...entries: readonly Entry[]): void {
  for (const entry of entries) journal.append(entry);
  journal.commit();
}
