/**
 * Chance by name: the same seed and the same words give the same number, whatever else was asked before.
 * A schedule that loses an action thus keeps the latencies of all others, and a failure survives its shrinking.
 */
export interface NamedChance {
  /** In [0, 1). */
  readonly number: (...words: readonly (string | number)[]) => number;
  readonly happens: (probability: number, ...words: readonly (string | number)[]) => boolean;
  /** Between `least` and `most`, small values more often. */
  readonly between: (least: number, most: number, ...words: readonly (string | number)[]) => number;
}

export function createNamedChance(seed: number): NamedChance {
  const counts = new Map<string, number>();
  const number = (...words: readonly (string | number)[]): number => {
    const name = words.join(" ");
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return hash(seed, `${name} ${count}`);
  };
  return {
    number,
    happens: (probability, ...words) => number(...words) < probability,
    between: (least, most, ...words) => least + (most - least) * number(...words) ** 2,
  };
}

/** FNV-1a, then the mixer of murmur3: neighbouring names must not give neighbouring numbers. */
function hash(seed: number, text: string): number {
  let state = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
}
