/** What was started, ended in the opposite order: at the end, and when somebody presses Ctrl-C. */

export class Closing {
  readonly #started: (() => Promise<void> | void)[] = [];
  #closed: Promise<void> | null = null;

  add(close: () => Promise<void> | void): void {
    this.#started.push(close);
  }

  /** Once; whoever asks again waits for the same end. */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    for (const close of this.#started.reverse()) await close();
  }
}
