import { describe, expect, it } from "vitest";
import {
  createActor,
  fromPromise,
  SimulatedClock,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from "xstate";
import { actorName, type ActorRef, type HostEvent, type Transition } from "../../src/host/index.ts";
import { CAST, liveAtRandom } from "./random-life.ts";
import { settled } from "./world.ts";

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1);

interface Moment {
  readonly value: unknown;
  readonly context: unknown;
}
const momentOf = (snapshot: Moment): Moment => ({ value: snapshot.value, context: snapshot.context });

interface Promised {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The machine with services that answer when they are told to; the newest call of each is kept by its name. */
function scripted(machine: AnyStateMachine, calls: Map<string, Promised>): AnyStateMachine {
  const answer = (service: string) =>
    fromPromise(() => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      calls.set(service, { resolve, reject });
      return promise;
    });
  const services = Object.keys(machine.implementations.actors as object);
  return machine.provide({
    actors: Object.fromEntries(services.map((service) => [service, answer(service)] as const)),
  });
}

/** The same events at the same times through XState's own interpreter. */
async function interpreted(
  machine: AnyStateMachine,
  input: object,
  transitions: readonly Transition[],
): Promise<readonly Moment[]> {
  const clock = new SimulatedClock();
  const calls = new Map<string, Promised>();
  const actor = createActor(scripted(machine, calls), { input, clock });
  const moments: Moment[] = [];
  actor.subscribe((snapshot: AnyMachineSnapshot) => moments.push(momentOf(snapshot)));
  actor.start();
  for (const { event, at } of transitions.slice(1)) {
    if (at > clock.now()) clock.set(at);
    // A delay of 0 ms rings by a clock that is set, also where it is set to what it was.
    else if (event.type.startsWith("xstate.after.")) clock.increment(0);
    await deliver(event, calls, (external) => actor.send(external));
  }
  actor.stop();
  return moments;
}

/** An event in the way that the interpreter takes it: timers ring by the clock alone. */
async function deliver(
  event: HostEvent,
  calls: ReadonlyMap<string, Promised>,
  send: (event: HostEvent) => void,
): Promise<void> {
  if (event.type.startsWith("xstate.after.")) return;
  const [, kind, service] = /^xstate\.(done|error)\.actor\.(.+)$/.exec(event.type) ?? [];
  if (service === undefined) {
    send(event);
    return;
  }
  const call = calls.get(service);
  if (kind === "done" && "output" in event) call?.resolve(event.output);
  if (kind === "error" && "error" in event) call?.reject(event.error);
  await settled();
}

const ofOne = (transitions: readonly Transition[], ref: ActorRef): readonly Transition[] =>
  transitions.filter((transition) => actorName(transition.ref) === actorName(ref));

describe("the host and XState's own interpreter", () => {
  it.each(SEEDS)("make the same of the same events: life %i", async (seed) => {
    const { worlds } = await liveAtRandom({ seed, events: 600, isRough: false });
    const [world] = worlds;
    for (const [ref, { kind, input }] of CAST) {
      const transitions = ofOne(world?.transitions ?? [], ref);
      const hosted = transitions.map(({ after }) => momentOf(after.snapshot));
      expect(hosted.length).toBeGreaterThan(50);
      expect(await interpreted(kind.machine, input, transitions)).toEqual(hosted);
    }
  });
});
