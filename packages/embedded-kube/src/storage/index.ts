/**
 * Where objects are: in memory, with a log of changes for watches and, if wanted, a file that survives restarts.
 * In: objects that passed admission. Out: the same with resource versions, changes for subscribers, states of the past.
 */

export type { Change } from "./collection.ts";
export { jsonText } from "./json-text.ts";
export { ObjectStore } from "./object-store.ts";
export type { Located } from "./object-store.ts";
export { Persistence, readSavedState } from "./persistence.ts";
