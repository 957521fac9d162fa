/**
 * Batches: what many need at once is read once for all of them. Who asks while a batch is read or used goes into the
 * next one, so that every read began after each of those that it serves had asked.
 */
import type { Lanes } from "../gt/index.ts";

export interface BatchOptions<Member, Read> {
  readonly lanes: Lanes;
  /** Of what is done in the lane, to tell it from other lanes. */
  readonly name: string;
  /** At least one member; rejects where nothing can be said for any of them. */
  readonly read: (key: string, members: readonly Member[]) => Promise<Read>;
  /** How many one batch may serve. */
  readonly most: (key: string) => number;
}

interface Asker<Member> {
  readonly member: Member;
  readonly signal: AbortSignal;
}

interface Batch<Member, Read> {
  readonly askers: Asker<Member>[];
  readonly users: Promise<unknown>[];
  readonly answer: PromiseWithResolvers<Read>;
}

export class Batches<Member, Read> {
  readonly #options: BatchOptions<Member, Read>;
  /** By key, the one that is still to begin. */
  readonly #open = new Map<string, Batch<Member, Read>>();

  constructor(options: BatchOptions<Member, Read>) {
    this.#options = options;
  }

  /**
   * @param key one batch of a key is read or used at a time.
   * @param use the next batch is read once all of this one have ended it.
   */
  async run<Output>(
    key: string,
    asker: Asker<Member>,
    use: (read: Read) => Promise<Output>,
  ): Promise<Output> {
    const batch = this.#join(key, asker);
    const { promise: over, resolve } = Promise.withResolvers<undefined>();
    batch.users.push(over);
    try {
      const read = await batch.answer.promise;
      asker.signal.throwIfAborted();
      return await use(read);
    } finally {
      resolve(undefined);
    }
  }

  #join(key: string, asker: Asker<Member>): Batch<Member, Read> {
    const open = this.#open.get(key);
    if (open !== undefined && open.askers.length < this.#options.most(key)) {
      open.askers.push(asker);
      return open;
    }
    const batch: Batch<Member, Read> = { askers: [asker], users: [], answer: Promise.withResolvers() };
    this.#open.set(key, batch);
    const { lanes, name } = this.#options;
    void lanes.run(`${name} ${key}`, () => this.#serve(key, batch));
    return batch;
  }

  /** Never rejects: whoever waits for the answer is told. */
  async #serve(key: string, batch: Batch<Member, Read>): Promise<void> {
    if (this.#open.get(key) === batch) this.#open.delete(key);
    const { askers, answer, users } = batch;
    const members = askers.filter(({ signal }) => !signal.aborted).map(({ member }) => member);
    // Nobody asks any more: there is nothing to read.
    if (members.length === 0) answer.reject(askers[0]?.signal.reason);
    else await this.#options.read(key, members).then(answer.resolve, answer.reject);
    await Promise.all(users);
  }
}
