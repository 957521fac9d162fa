/**
 * src/host/: the event-sourced host of the actors.
 *
 * In: typed events (`Host.send`), machines (`ActorKind`), adapters (`HostPorts`: clock, journal, services).
 * Out: transitions with their effects (`onTransition`), a journal that replays to the same states.
 * Knows neither Kubernetes nor gt. An actor's life: start (begin or restore) → events → stop.
 */
export { actorName, type ActorRef } from "./actor-ref.ts";
export { Actors, type RunningActors } from "./actors.ts";
export { steadyClock, systemClock, type Clock } from "./clock.ts";
export type { Effect, Operation } from "./effects.ts";
export type { ActorKind, ExecutionState, HostEvent } from "./execution.ts";
export { Host } from "./host.ts";
export type { ActorView } from "./actor-view.ts";
export type { HostPorts, Transition } from "./host-ports.ts";
export { openFileJournal, type FileJournalOptions, type FsyncPolicy } from "./journal/file-journal.ts";
export { createTraceIds } from "./trace-id.ts";
export {
  type JournalLine,
  JournalError,
  type Journal,
  type JournalHealth,
  type JournalIndex,
  type JournalRecord,
} from "./journal/journal.ts";
export { createMemoryJournal } from "./journal/memory-journal.ts";
export { checkJournalPlace, indexOf, readJournal, readTexts, recordsOf } from "./journal/reader.ts";
export { redactLine, redactText, redactValue } from "./journal/redaction.ts";
export { persist, restore } from "./persisted-snapshot.ts";
export { differenceOf, differenceText } from "./replay/check.ts";
export { replay, Replayer, ReplayError, type ReplayedRecord } from "./replay/replay.ts";
export { persistedSnapshotSchema, type PersistedSnapshot } from "./snapshot-shape.ts";
export { statePath } from "./state-path.ts";
export { upcastSnapshot, type Upcast } from "./upcast.ts";
