/** The wall clock of the operator's machine: it may be set, to either side, while the simulation's own time goes on. */
import { NOON } from "./ground.ts";
import type { VirtualTime } from "./virtual-time.ts";

export class OperatorClock {
  readonly #time: Pick<VirtualTime, "now">;
  #offset = 0;
  #setForward = 0;

  constructor(time: Pick<VirtualTime, "now">) {
    this.#time = time;
  }

  /** Epoch ms. */
  now(): number {
    return Math.floor(NOON + this.#time.now() + this.#offset);
  }

  set(byMs: number): void {
    this.#offset += byMs;
    this.#setForward += Math.max(0, byMs);
  }

  /**
   * Virtual ms and every step forward: no two times that the operator took lie further apart. Where the clock is set
   * back the operator goes on from where it was (`steadyClock`), so that a step back takes nothing away again.
   */
  mostPassed(): number {
    return this.#time.now() + this.#setForward;
  }
}
