/**
 * The town's load: writes of a rig one after another, at most two reads at once, and one more for each place of its own,
 * such as a rig's that slings: what others read does not keep its slings waiting. A read of the common places that is past its timeout gives
 * its place back while it hangs on. What belongs to a circuit that hangs is asked aside of the others, one at a time
 * and never beside a call of its own circuit that hangs still, so that the places are there for those who answer.
 */
import { AsyncResource } from "node:async_hooks";
import PQueue from "p-queue";
import { endsWithin, type SetTimer } from "@gastown/system";
import { circuitOf } from "./circuit.ts";
import type { Command } from "./commands.ts";
import { createLanes } from "./lanes.ts";

export interface Budget {
  /** @param onTurn called for a read when it is gt, and no longer the other reads, that it waits for. */
  run<Value>(command: Command, task: () => Promise<Value>, onTurn?: () => void): Promise<Value>;
  /** Rigs and circuits of which anything is kept. */
  readonly size: number;
}

export interface BudgetOptions {
  readonly readsAtOnce: number;
  readonly timeoutMs: number;
  readonly setTimer: SetTimer;
  /** Whether the newest call of the command's circuit hung. */
  readonly isSuspect: (command: Command) => boolean;
}

export function createBudget(options: BudgetOptions): Budget {
  const reads = createReads(options);
  const [writes, places] = [createLanes(), createLanes()];
  return {
    run(command, asked, onTurn = () => undefined) {
      // A queue runs a task in the async context of the one before: the call would be put down to another actor.
      const task = AsyncResource.bind(asked);
      if (command.class !== "read") return writes.run(command.rig ?? "", task);
      if (command.place === undefined) return reads.run(command, task, onTurn);
      return places.run(command.place, () => {
        onTurn();
        return task();
      });
    },
    get size() {
      return reads.size + writes.size + places.size;
    },
  };
}

function createReads({ readsAtOnce, timeoutMs, setTimer, isSuspect }: BudgetOptions) {
  const places = new PQueue({ concurrency: readsAtOnce });
  const aside = new PQueue({ concurrency: 1 });
  /** Calls that are past their timeout and hang on, by circuit. */
  const late = new Map<string, Set<Promise<unknown>>>();
  const noteLate = (circuit: string, running: Promise<unknown>): void => {
    const calls = late.get(circuit) ?? new Set();
    late.set(circuit, calls.add(running));
    const settle = (): void => {
      calls.delete(running);
      if (calls.size === 0) late.delete(circuit);
    };
    running.then(settle, settle);
  };
  const askAside = async (circuit: string, ask: () => Promise<void>): Promise<void> => {
    await Promise.allSettled([...(late.get(circuit) ?? [])]);
    await aside.add(() => (late.has(circuit) ? void askAside(circuit, ask) : ask()));
  };
  const run = <Value>(command: Command, task: () => Promise<Value>, onTurn: () => void): Promise<Value> => {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const circuit = circuitOf(command);
    const ask = async (): Promise<void> => {
      const running = task();
      running.then(resolve, reject);
      const settled = Promise.allSettled([running]);
      if (!(await endsWithin(setTimer, timeoutMs, settled))) noteLate(circuit, running);
    };
    void places.add(() => {
      onTurn();
      // Whether the town can be trusted must not depend on a rig that hangs.
      const isAside = command.label !== "health" && (late.has(circuit) || isSuspect(command));
      if (!isAside) return ask();
      void askAside(circuit, ask);
      return undefined;
    });
    return promise;
  };
  return {
    run,
    get size() {
      return late.size;
    },
  };
}
