/** Measuring: how often a second something is done, as the best of a few rounds that are taken in turns. */

export interface Contestant {
  readonly name: string;
  readonly unit: string;
  /** Does it `count` times; what it must set up beforehand is not measured. */
  readonly prepare: () => { readonly count: number; readonly run: () => void };
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly perSecond: number;
}

/**
 * The best of `rounds`: whatever else the machine does only ever slows a round down. In turns, so that a slow minute of
 * the machine hits all alike.
 */
export function measure(contestants: readonly Contestant[], rounds: number): ReadonlyMap<string, Figure> {
  const best = new Map<string, Figure>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, unit, prepare } of contestants) {
      const { count, run } = prepare();
      globalThis.gc?.();
      const begun = performance.now();
      run();
      const perSecond = (count / (performance.now() - begun)) * 1000;
      if (perSecond > (best.get(name)?.perSecond ?? 0)) best.set(name, { name, unit, perSecond });
    }
  }
  return best;
}
