/**
 * src/town/: the reads of the town.
 *
 * In: gt's reads, what resources want to know (rigs, tracked beads), wakes from the event feed.
 * Out: one `TownObservation` a sync (src/projection/), and between two of them glances at beads. Writes nothing.
 */
export { createGlance } from "./glance.ts";
export { observe } from "./observe.ts";
export { createObserver, type Observer } from "./observer.ts";
export { createAdaptiveTimeouts } from "./adaptive-timeouts.ts";
export { createReader } from "./reader.ts";
export { createTurns } from "./turns.ts";
export type { Wake } from "./rest.ts";
