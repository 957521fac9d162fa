/** The reader: reads of the town that know of those before them how long each part took, whose turn it is, and what may wait. */
import type { ObservationRequest, TownObservation } from "../projection/index.ts";
import { observe, type ObserveOptions } from "./observe.ts";
import { createPatience } from "./patience.ts";
import { createRareReads, type RareReads } from "./rare-reads.ts";
import { createTurns } from "./turns.ts";

export interface ReaderOptions extends Pick<ObserveOptions, "gt" | "clock" | "statPath"> {
  readonly patienceMs: number;
  readonly pollMs: number;
}

export interface Reader {
  /** What the read that begins now is to ask for of what nobody waits for: once for each read. */
  readonly rarely: RareReads["next"];
  readonly read: (request: ObservationRequest) => Promise<TownObservation>;
}

export function createReader({ patienceMs, pollMs, ...sources }: ReaderOptions): Reader {
  const rareReads = createRareReads();
  const options = {
    ...sources,
    patience: createPatience(sources.clock, patienceMs),
    turns: createTurns(pollMs),
  };
  return {
    rarely: (isWoken) => rareReads.next(isWoken),
    read: async (request) => rareReads.complete(await observe(options, request)),
  };
}
