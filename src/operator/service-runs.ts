/** The services that run. None begins during a stop, or while writes of an operator before this one still run. */
import { messageOf, ServiceError } from "../services/index.ts";
import type { OperatorOptions } from "./options.ts";

const NEVER = new Promise<never>(() => undefined);

export class ServiceRuns {
  readonly #clearance: OperatorOptions["clearance"];
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  #cleared: Promise<void> | null = null;

  constructor(clearance: OperatorOptions["clearance"]) {
    this.#clearance = clearance;
  }

  /** During a stop it never answers: a restored machine asks for it again. */
  run<Value>(service: () => Promise<Value>): Promise<Value> {
    if (this.#closing.signal.aborted) return NEVER;
    const work = this.#whenCleared(service);
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return work;
  }

  /** From now on nothing begins. @returns when all that runs has ended. */
  async stop(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
  }

  async #whenCleared<Value>(service: () => Promise<Value>): Promise<Value> {
    this.#cleared ??= this.#clearance?.(this.#closing.signal) ?? Promise.resolve();
    try {
      await this.#cleared;
    } catch (cause) {
      this.#cleared = null;
      throw new ServiceError("WritesNotCleared", messageOf(cause), { cause });
    }
    return service();
  }
}
