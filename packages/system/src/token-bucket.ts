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
    this.#tokens = this.#tokensAt(now);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether it is as good as a new one. */
  isFull(now: number): boolean {
    return this.#tokensAt(now) >= this.#burst;
  }

  /** A clock that was set back takes nothing away: the bucket would be empty until the clock is where it was before. */
  #tokensAt(now: number): number {
    return Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#filledAt) / this.#refillMs);
  }
}
