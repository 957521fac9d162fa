/**
 * The town's load: writes of a rig one after another, at most two reads at once, the same read never twice at once.
 * A read that is past its patience gives its place back while it hangs on, so that one rig cannot stop the others.
 */
import { AsyncResource } from "node:async_hooks";
import PQueue from "p-queue";
import type { Command } from "./commands.ts";

export interface Budget {
  run<Value>(command: Command, task: () => Promise<Value>): Promise<Value>;
}

export interface BudgetOptions {
  readonly readsAtOnce: number;
  readonly patienceMs: number;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
}

export function createBudget({ readsAtOnce, patienceMs, setTimer }: BudgetOptions): Budget {
  const reads = new PQueue({ concurrency: readsAtOnce });
  const writes = new Map<string, PQueue>();
  const read = async <Value>(task: () => Promise<Value>): Promise<Value> => {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    void reads.add(async () => {
      const running = task();
      running.then(resolve, reject);
      await settledOrLate(running, patienceMs, setTimer);
    });
    return promise;
  };
  return {
    run: (command, asked) => {
      // A queue runs a task in the async context of the one before: the call would be put down to another actor.
      const task = AsyncResource.bind(asked);
      if (command.class === "read") return read(task);
      const lane = command.rig ?? "";
      const queue = writes.get(lane) ?? new PQueue({ concurrency: 1 });
      writes.set(lane, queue);
      return queue.add(task);
    },
  };
}

function settledOrLate(
  running: Promise<unknown>,
  patienceMs: number,
  setTimer: BudgetOptions["setTimer"],
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = setTimer(patienceMs, resolve);
    const settle = (): void => {
      cancel();
      resolve();
    };
    running.then(settle, settle);
  });
}
