/**
 * Turns: where gt takes longer over the list of all polecats than lies between two polls (gt 1.0 takes 0.3 s over each of
 * them), a sync asks for the lists of a few rigs only. Those in which something is expected come first, and of the others
 * the one whose turn is longest ago, so that none waits for ever.
 */

export interface Turns {
  /**
   * The rigs whose lists this sync asks for; null where one list of all of them is quick enough.
   * @param expected those in which somebody waits for what a list shows.
   */
  next(rigs: readonly string[], expected: ReadonlySet<string>): readonly string[] | null;
  /** Takes into account how long gt took over the list of all rigs, ms. */
  readonly noteAll: (tookMs: number) => void;
  /** The same of one rig's. */
  readonly noteRig: (rig: string, tookMs: number) => void;
}

/** The lists of a sync are to take this part of the time between two polls, so that the town's rest after it is short. */
const SHARE = 1 / 3;

/** One list of all is asked for again once it would take less than this part of the time between two polls. */
const QUICK_AGAIN = 1 / 2;

export function createTurns(pollMs: number): Turns {
  const tookMs = new Map<string, number>();
  const lastTurn = new Map<string, number>();
  let allMs = 0;
  let count = 0;
  let isInTurns = false;

  const forget = (rigs: readonly string[]): void => {
    const kept = new Set(rigs);
    for (const known of [tookMs, lastTurn])
      for (const rig of known.keys()) if (!kept.has(rig)) known.delete(rig);
  };
  const sum = (): number => [...tookMs.values()].reduce((total, ms) => total + ms, 0);
  const isQuickAgain = (rigs: readonly string[]): boolean =>
    rigs.every((rig) => tookMs.has(rig)) && sum() < pollMs * QUICK_AGAIN;
  const byTurn = (one: string, other: string): number =>
    (lastTurn.get(one) ?? 0) - (lastTurn.get(other) ?? 0);
  /** As many as fit, the first in any case. */
  const fitting = (rigs: readonly string[]): readonly string[] => {
    const guessMs = allMs / Math.max(1, lastTurn.size);
    let leftMs = pollMs * SHARE;
    return rigs.filter((rig, index) => {
      leftMs -= tookMs.get(rig) ?? guessMs;
      return index === 0 || leftMs >= 0;
    });
  };

  return {
    next(rigs, expected) {
      forget(rigs);
      if (isInTurns && isQuickAgain(rigs)) isInTurns = false;
      if (!isInTurns || rigs.length < 2) return null;
      count += 1;
      for (const rig of rigs) if (!lastTurn.has(rig)) lastTurn.set(rig, 0);
      const first = rigs.filter((rig) => expected.has(rig)).sort(byTurn);
      const [longestAgo, ...rest] = rigs.filter((rig) => !expected.has(rig)).sort(byTurn);
      const wanted = fitting([...first, ...(longestAgo === undefined ? [] : [longestAgo]), ...rest]);
      // However much is expected elsewhere, one of the others has its turn.
      const chosen =
        longestAgo === undefined || wanted.includes(longestAgo) ? wanted : [...wanted, longestAgo];
      for (const rig of chosen) lastTurn.set(rig, count);
      return chosen;
    },
    noteAll(ms) {
      allMs = ms;
      if (ms > pollMs) isInTurns = true;
    },
    noteRig(rig, ms) {
      tookMs.set(rig, ms);
      if (sum() > pollMs) isInTurns = true;
    },
  };
}
