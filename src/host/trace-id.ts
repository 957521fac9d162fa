/**
 * Trace ids: one for each cause from outside (a change of a spec, a read of the town, a start). Whatever an actor does for
 * it carries the same id, the answers of services and the rings of timers included. In the form of W3C Trace Context.
 */

/** @param random 0 to 1: tells the ids of this run from those of others. */
export function createTraceIds(random: () => number): () => string {
  const life = hex(Math.floor(random() * 2 ** 32), 8) + hex(Math.floor(random() * 2 ** 32), 8);
  let count = 0;
  return () => {
    count += 1;
    return `${life}${hex(count, 16)}`;
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
