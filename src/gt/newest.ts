/**
 * What was last heard of the town's health and of the merge queues, whoever asked. An end that was looked at some seconds
 * ago is not begun where somebody has heard otherwise since, or could not hear anything.
 */
import type { MergeRequest, TownHealth } from "./answers.ts";

/** Null where the newest read failed, or none was made. */
export interface Newest {
  health(): TownHealth | null;
  mergeQueue(rig: string): readonly MergeRequest[] | null;
}

/** Passes the answer on. */
export interface NoteNewest {
  health(reading: Promise<TownHealth>): Promise<TownHealth>;
  mergeQueue(rig: string, reading: Promise<readonly MergeRequest[]>): Promise<readonly MergeRequest[]>;
}

export function createNewest(): { readonly newest: Newest; readonly note: NoteNewest } {
  let health: TownHealth | null = null;
  const queues = new Map<string, readonly MergeRequest[]>();
  return {
    newest: { health: () => health, mergeQueue: (rig) => queues.get(rig) ?? null },
    note: {
      async health(reading) {
        try {
          return (health = await reading);
        } catch (error) {
          health = null;
          throw error;
        }
      },
      async mergeQueue(rig, reading) {
        try {
          const queue = await reading;
          queues.set(rig, queue);
          return queue;
        } catch (error) {
          queues.delete(rig);
          throw error;
        }
      },
    },
  };
}
