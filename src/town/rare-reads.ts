/**
 * Rare reads: what nobody waits for while a town is quiet. Its open convoys are only counted, and a merge queue that was
 * empty fills by a change in the town, which wakes the observer. So a poll that nothing woke asks for them every fourth
 * time; where the town's files cannot be watched, that is how late they are shown.
 */
import type { ObservationRequest, TownObservation } from "../projection/index.ts";

const POLLS_TO_A_FULL_READ = 4;

export interface RareReads {
  /** What the read that begins now is to ask for: once for each read. */
  next(isWoken: boolean): Pick<ObservationRequest, "listsConvoys" | "idleQueues">;
  /** @returns the observation, with what was read of such parts before where it did not ask for them. */
  complete(observation: TownObservation): TownObservation;
}

export function createRareReads(): RareReads {
  let newest: Pick<TownObservation, "convoys" | "convoysReadAt"> = { convoys: null, convoysReadAt: 0 };
  let idleQueues: ReadonlySet<string> = new Set();
  let polls = 0;
  return {
    next(isWoken) {
      polls = isWoken ? 0 : (polls + 1) % POLLS_TO_A_FULL_READ;
      const isFull = polls === 0;
      const listsConvoys = isFull || newest.convoys === null;
      return { listsConvoys, idleQueues: isFull ? new Set() : idleQueues };
    },
    complete(observation) {
      const { trust, convoys, convoysReadAt, unlisted } = observation;
      if (convoys !== null) newest = { convoys: trust.trusted && convoys.ok ? convoys : null, convoysReadAt };
      idleQueues = trust.trusted ? emptyQueues(observation, idleQueues) : new Set();
      const empty = [...idleQueues]
        .filter((rig) => !unlisted.has(rig))
        .map((rig) => [rig, { ok: true, value: [] }] as const);
      const queues = new Map([...empty, ...observation.queues]);
      return { ...observation, queues, ...(convoys === null && newest) };
    },
  };
}

/** Of the rigs that the town has: those whose queue was empty when it was last read. */
function emptyQueues({ rigs, queues }: TownObservation, before: ReadonlySet<string>): ReadonlySet<string> {
  if (!rigs.ok) return new Set();
  const isEmpty = (rig: string): boolean => {
    const queue = queues.get(rig);
    return queue === undefined ? before.has(rig) : queue.ok && queue.value.length === 0;
  };
  return new Set(rigs.value.map(({ name }) => name).filter(isEmpty));
}
