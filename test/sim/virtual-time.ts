/** Virtual time: everything that is to happen, in the order in which it does. One thing is one step. */

export interface VirtualTime {
  /** ms since the beginning of the schedule. */
  readonly now: () => number;
  /** Lets `happen` happen in `ms`; the returned function takes it back. */
  readonly after: (ms: number, what: string, happen: () => void) => () => void;
  /** Goes to the next thing and lets it happen. @returns what it was, or null when nothing is left before `until`. */
  readonly step: (until: number) => string | null;
}

interface Entry {
  readonly at: number;
  /** Of two things at the same time the seed says which comes first. */
  readonly order: number;
  readonly what: string;
  happen: (() => void) | null;
}

/** @param order in [0, 1), by the seed. */
export function createVirtualTime(order: (what: string) => number): VirtualTime {
  const heap: Entry[] = [];
  let now = 0;
  return {
    now: () => now,
    after(ms, what, happen) {
      const entry: Entry = { at: now + Math.max(0, ms), order: order(what), what, happen };
      push(heap, entry);
      return () => {
        entry.happen = null;
      };
    },
    step(until) {
      for (let next = heap[0]; next !== undefined && next.at <= until; next = heap[0]) {
        pop(heap);
        if (next.happen === null) continue;
        now = Math.max(now, next.at);
        next.happen();
        return next.what;
      }
      now = Math.max(now, until);
      return null;
    },
  };
}

const isBefore = (one: Entry, other: Entry): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

function push(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !isBefore(entry, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const [one, other] = [heap[left], heap[left + 1]];
    if (one === undefined) break;
    const isRight = other !== undefined && isBefore(other, one);
    const child = isRight ? other : one;
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = isRight ? left + 1 : left;
  }
  heap[index] = last;
}
