/** A signal: told by what was made earlier, and heard by what is made later and says so when it is there. */
export class Signal<Told extends readonly unknown[]> {
  readonly #listeners: ((...told: Told) => void)[] = [];

  hear(listener: (...told: Told) => void): void {
    this.#listeners.push(listener);
  }

  tell(...told: Told): void {
    for (const listener of this.#listeners) listener(...told);
  }
}
