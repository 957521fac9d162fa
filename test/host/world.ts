/** A host in a world that a test controls: its clock stands still, its services answer when they are told to. */
import { setImmediate } from "node:timers/promises";
import {
  createTraceIds,
  createMemoryJournal,
  Host,
  type ActorRef,
  type HostPorts,
  type Journal,
  type JournalRecord,
  type Operation,
  type Transition,
} from "../../src/host/index.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

/** A service that the host has started. */
export interface Call {
  readonly ref: ActorRef;
  readonly operation: Operation;
  readonly signal: AbortSignal;
  /** What the journal held when the service was started. */
  readonly journaled: readonly JournalRecord[];
  readonly answer: (output: unknown) => Promise<void>;
  readonly fail: (error: unknown) => Promise<void>;
}

export interface Problem {
  readonly ref: ActorRef | null;
  readonly problem: string;
  readonly error: unknown;
}

export interface World {
  readonly host: Host;
  readonly clock: FakeClock;
  readonly journal: Journal;
  readonly calls: Call[];
  readonly transitions: Transition[];
  readonly actions: { readonly ref: ActorRef; readonly action: string; readonly params: unknown }[];
  readonly problems: Problem[];
  readonly stops: ActorRef[];
}

export interface WorldOptions extends Partial<HostPorts> {
  readonly start?: number;
}

export function createWorld({ start = 1000, ...ports }: WorldOptions = {}): World {
  const clock = createFakeClock(start);
  const journal = ports.journal ?? createMemoryJournal();
  const world: Omit<World, "host"> = {
    clock,
    journal,
    calls: [],
    transitions: [],
    actions: [],
    problems: [],
    stops: [],
  };
  const host = new Host({
    clock,
    journal,
    traceId: createTraceIds(() => 0.5),
    runService: (ref, operation, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      world.calls.push({
        ref,
        operation,
        signal,
        journaled: [...journal.read()],
        answer: (output) => (resolve(output), settled()),
        fail: (error) => (reject(error), settled()),
      });
      return promise;
    },
    runAction: (ref, action, params) => world.actions.push({ ref, action, params }),
    onTransition: (transition) => world.transitions.push(transition),
    onStop: (ref) => world.stops.push(ref),
    onProblem: (ref, problem, error) => world.problems.push({ ref, problem, error }),
    ...ports,
  });
  return { ...world, host };
}

/** The answers that were given have reached the host. */
export async function settled(): Promise<void> {
  await setImmediate();
}

/** The newest call of a service. @throws when it was never started */
export function lastCall({ calls }: World, service: string): Call {
  const call = calls.findLast(({ operation }) => operation.service === service);
  if (call === undefined) throw new Error(`${service} was never started`);
  return call;
}
