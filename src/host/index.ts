/**
 * src/host/: the event-sourced host of the actors.
 *
 * In: typed events (`Host.send`), machines (`ActorKind`), adapters (`HostPorts`: clock, journal, services).
 * Out: transitions with their effects (`onTransition`), a journal that replays to the same states.
 * Knows neither Kubernetes nor gt. An actor's life: start (begin or restore) → events → stop.
 */
export { actorName, type ActorRef } from "./actor-ref.ts";
export { steadyClock, systemClock, type Clock } from "./clock.ts";
export type { Effect, Operation } from "./effects.ts";
export type { ActorKind, ExecutionState, HostEvent } from "./execution.ts";
export { openFileJournal, readJournalFile } from "./file-journal.ts";
export { Host } from "./host.ts";
export type { ActorView, HostPorts, Transition } from "./host-ports.ts";
export { JournalError, type Journal, type JournalRecord } from "./journal.ts";
export { createMemoryJournal } from "./memory-journal.ts";
export { redactLine } from "./journal/redaction.ts";
export { persist, persistedSnapshotSchema, restore, type PersistedSnapshot } from "./persisted-snapshot.ts";
export { replay, ReplayError, type ReplayedRecord } from "./replay.ts";
