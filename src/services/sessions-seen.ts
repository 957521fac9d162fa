/**
 * Of which polecats a session ran when their ends were proved: to stop it, their status need not be asked again. Kept in
 * memory only; of one that is not known, such as after a restart, gt is asked.
 */

/** Ends that are proved and not carried out leave theirs behind. */
const MOST = 1_000;

export class SessionsSeen {
  readonly #ran = new Map<string, boolean>();

  note(incarnation: string, ran: boolean): void {
    this.#ran.delete(incarnation);
    this.#ran.set(incarnation, ran);
    for (const oldest of this.#ran.keys()) {
      if (this.#ran.size <= MOST) break;
      this.#ran.delete(oldest);
    }
  }

  /** Once for each proof. */
  take(incarnation: string): boolean | undefined {
    const ran = this.#ran.get(incarnation);
    this.#ran.delete(incarnation);
    return ran;
  }
}
