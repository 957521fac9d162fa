/** A running operator: its start, its end, and what it says of itself. What it is made of is built in assembly.ts. */
import { steadyClock, type ActorView } from "../host/index.ts";
import { endsWithin } from "@gastown/system";
import type { HealthReport } from "../telemetry/index.ts";
import { assemble } from "./assembly.ts";
import type { Parts } from "./parts.ts";
import { readiness } from "./readiness.ts";
import type { Operator, OperatorOptions } from "./options.ts";

export function createOperator(options: OperatorOptions): Operator {
  const steady = { ...options, clock: steadyClock(options.clock) };
  return new RunningOperator(steady, assemble(steady));
}

class RunningOperator implements Operator {
  readonly #options: OperatorOptions;
  readonly #parts: Parts;
  #stopHints: () => void = () => undefined;
  #isClosed = false;

  constructor(options: OperatorOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { informers, townReader, pods, host } = this.#parts;
    await informers.start();
    // Closed meanwhile: nobody would end what began now, and its timers would keep the process from ending.
    if (this.#isClosed) return;
    townReader.start();
    pods?.feed.start(() => {
      for (const { ref } of host.actors()) pods.feed.changed.tell(ref.uid);
    });
    this.#stopHints = this.#options.watchTown((hint) => townReader.wake(hint));
  }

  ready(): HealthReport {
    const { informers, reads, writers } = this.#parts;
    const journal = this.#options.journal.health();
    return readiness(informers.kinds(), reads.newest(), journal, writers.refusedWrites.check());
  }

  actors(): readonly ActorView[] {
    return this.#parts.host.actors();
  }

  async close(withinMs: number): Promise<void> {
    const { clock, observer, gt } = this.#options;
    const { runs, resync, reads, townReader, informers, writers, host, pods } = this.#parts;
    const { statuses, events } = writers;
    this.#isClosed = true;
    const servicesEnded = runs.stop();
    this.#stopHints();
    resync.close();
    reads.close();
    const townReaderClosed = townReader.close();
    await Promise.all([
      informers.close(),
      pods?.feed.close(),
      endsWithin(clock.setTimer, withinMs, servicesEnded),
    ]);
    await Promise.all([statuses.flush(1_000), events.flush(500)]);
    host.close();
    for (const { ref } of host.actors()) observer?.onStop(ref);
    // Ends the reads of an observation, too: nobody waits for its answer any more.
    gt.close();
    await Promise.all([townReaderClosed, statuses.close(), events.close()]);
  }
}
