/** Lanes: what reads and then writes in one rig (or in the town, or for one bead) runs alone there. */
import { AsyncResource } from "node:async_hooks";
import PQueue from "p-queue";

export interface Lanes {
  /** @param priority what has a higher one goes before what waits in the lane already. */
  run<Value>(lane: string, task: () => Promise<Value>, priority?: number): Promise<Value>;
  /** Lanes in which something runs or waits: the others are forgotten, or there would be one for each bead that ever was. */
  readonly size: number;
}

interface Lane {
  readonly queue: PQueue;
  tasks: number;
}

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>();
  return {
    async run(name, task, priority = 0) {
      const lane = lanes.get(name) ?? { queue: new PQueue({ concurrency: 1 }), tasks: 0 };
      lanes.set(name, lane);
      lane.tasks += 1;
      try {
        // In the async context of who asked, not of the task before: gt calls are put down to their actor by it.
        return await lane.queue.add(AsyncResource.bind(task), { priority });
      } finally {
        lane.tasks -= 1;
        if (lane.tasks === 0) lanes.delete(name);
      }
    },
    get size() {
      return lanes.size;
    },
  };
}
