/** A budget that fills up steadily: `burst` at once, then one for each `refillMs`. */
export class TokenBucket {
  readonly #burst: number;
  readonly #refillMs: number;
  #tokens: number;
  #filledAt: number;

  constructor(burst: number, refillMs: number, now: number) {
    this.#burst = burst;
    this.#refillMs = refillMs;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  /** @param now milliseconds. @returns whether there was one to take. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) / this.#refillMs);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether it is as good as a new one. */
  isFull(now: number): boolean {
    return this.#tokens + (now - this.#filledAt) / this.#refillMs >= this.#burst;
  }
}
