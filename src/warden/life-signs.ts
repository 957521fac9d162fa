/**
 * Signs of life of the agent: a worktree that changes, or output that grows. Measured by a clock that nobody sets: a
 * machine's own, set back by an hour, would let a stuck agent live an hour longer.
 */

export class LifeSigns {
  readonly #thresholdMs: number;
  readonly #elapsed: () => number;
  #lastAt: number;
  #outputMark: string | null = null;

  /** @param elapsed milliseconds since any moment, never backwards. */
  constructor(thresholdMs: number, elapsed: () => number) {
    this.#thresholdMs = thresholdMs;
    this.#elapsed = elapsed;
    this.#lastAt = elapsed();
  }

  changed(): void {
    this.#lastAt = this.#elapsed();
  }

  output(mark: string): void {
    if (this.#outputMark !== null && this.#outputMark !== mark) this.changed();
    this.#outputMark = mark;
  }

  /** How long ago the last one was, ms. */
  quietMs(): number {
    return this.#elapsed() - this.#lastAt;
  }

  isAlive(): boolean {
    return this.quietMs() < this.#thresholdMs;
  }
}
