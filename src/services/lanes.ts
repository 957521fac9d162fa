/** Lanes: what reads and then writes in one rig (or in the town, or for one bead) runs alone there. */
import { AsyncResource } from "node:async_hooks";
import PQueue from "p-queue";

export interface Lanes {
  run<Value>(lane: string, task: () => Promise<Value>): Promise<Value>;
}

export function createLanes(): Lanes {
  const queues = new Map<string, PQueue>();
  return {
    async run(lane, task) {
      const queue = queues.get(lane) ?? new PQueue({ concurrency: 1 });
      queues.set(lane, queue);
      // In the async context of who asked, not of the task before: gt calls are put down to their actor by it.
      return queue.add(AsyncResource.bind(task));
    },
  };
}
