/**
 * A turn of the event loop, as the host shares it with everybody else: after so many groups of events the rest waits until
 * I/O was served. Answers that come at once lead to events that lead to answers: without an end of the turn such a loop
 * would let no probe, no timer and no signal through any more.
 */
export interface Turn {
  /** Asked before each group. @returns false when the turn is over: then `resume` is called in the next one. */
  readonly takesMore: () => boolean;
}

const GROUPS_A_TURN = 1_000;

export function createTurn(resume: () => void): Turn {
  let taken = 0;
  const end = (): void => {
    const isWaiting = taken >= GROUPS_A_TURN;
    taken = 0;
    if (isWaiting) resume();
  };
  return {
    takesMore() {
      if (taken >= GROUPS_A_TURN) return false;
      if (taken === 0) setImmediate(end);
      taken += 1;
      return true;
    },
  };
}
