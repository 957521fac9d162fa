/** Time as an argument, in the shape that the host uses too. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Calls `fire` once, `ms` from now or later; the returned function cancels it. */
  setTimer(ms: number, fire: () => void): () => void;
}
