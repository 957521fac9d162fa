/** Doubles from `first` with each try, up to `most`; all in ms. Pure, so that a replay computes the same deadline. */
export function backoff(tries: number, first: number, most: number): number {
  return Math.min(most, first * 2 ** Math.max(0, tries - 1));
}
