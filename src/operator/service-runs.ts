/** The services that run. None begins during a stop, or while writes of an operator before this one still run. */
import { ServiceError } from "../services/index.ts";
import type { OperatorOptions } from "./options.ts";
import { errorMessage } from "@gastown/system";

/** Services after which an actor asks for a read of the town, at once or when what follows them has ended. */
const LEAD_TO_READS = new Set([
  "sling",
  "proveTermination",
  "recordProof",
  "stopSession",
  "nuke",
  "findConvoy",
  "createConvoy",
]);

const NEVER = new Promise<never>(() => undefined);

export class ServiceRuns {
  readonly #fencingBarrier: OperatorOptions["fencingBarrier"];
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  /** Of those whose end asks for a read of the town. */
  #asking = 0;
  #passed: Promise<void> | null = null;

  constructor(fencingBarrier: OperatorOptions["fencingBarrier"]) {
    this.#fencingBarrier = fencingBarrier;
  }

  /** During a stop it never answers: a restored machine asks for it again. */
  run<Value>(name: string, service: () => Promise<Value>): Promise<Value> {
    if (this.#closing.signal.aborted) return NEVER;
    const work = this.#counted(name, () => this.#behindBarrier(service));
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return work;
  }

  /** Whether services run whose end leads to a read of the town: what it tells until then is soon told again. */
  get leadToReads(): boolean {
    return this.#asking > 0;
  }

  /** From now on nothing begins. @returns when all that runs has ended. */
  async stop(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #counted<Value>(name: string, service: () => Promise<Value>): Promise<Value> {
    const asks = LEAD_TO_READS.has(name);
    if (asks) this.#asking += 1;
    try {
      return await service();
    } finally {
      if (asks) this.#asking -= 1;
    }
  }

  async #behindBarrier<Value>(service: () => Promise<Value>): Promise<Value> {
    this.#passed ??= this.#fencingBarrier?.(this.#closing.signal) ?? Promise.resolve();
    try {
      await this.#passed;
    } catch (cause) {
      this.#passed = null;
      throw new ServiceError("WritesNotCleared", errorMessage(cause), { cause });
    }
    return service();
  }
}
