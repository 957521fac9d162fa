/** The reader: reads of the town that know of those before them how long each part took, whose turn it is, and what may wait. */
import type { ObservationRequest, TownObservation } from "../projection/index.ts";
import { observe, type ObserveOptions } from "./observe.ts";
import { createAdaptiveTimeouts } from "./adaptive-timeouts.ts";
import { createRareReads, type RareReads } from "./rare-reads.ts";
import { createTurns } from "./turns.ts";

export interface ReaderOptions extends Pick<ObserveOptions, "gt" | "clock" | "statPath"> {
  readonly timeoutMs: number;
  readonly pollMs: number;
}

export interface Reader {
  /** What the read that begins now is to ask for of what nobody waits for: once for each read. */
  readonly rarely: RareReads["next"];
  readonly read: (request: ObservationRequest) => Promise<TownObservation>;
}

export function createReader({ timeoutMs, pollMs, ...sources }: ReaderOptions): Reader {
  const rareReads = createRareReads();
  const options = {
    ...sources,
    timeouts: createAdaptiveTimeouts(sources.clock, timeoutMs),
    turns: createTurns(pollMs),
  };
  return {
    rarely: (isWoken) => rareReads.next(isWoken),
    read: async (request) => rareReads.complete(await observe(options, request)),
  };
}
