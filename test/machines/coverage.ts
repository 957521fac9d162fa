/**
 * Coverage of a machine: which of its states and transitions some sequence of given events reaches.
 * XState's graph finds the sequences; a `record` action in each transition and entry says what a step went through,
 * also where the machine rests nowhere in between.
 */
import {
  createMachine,
  getNextTransitions,
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
} from "xstate";
import { getShortestPaths } from "xstate/graph";
import { z } from "zod";

const anObject = z.looseObject({});
const aList = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const lists = z.record(z.string(), aList);
const aTransition = z.object({ eventType: z.string() });

type Config = z.infer<typeof anObject>;

/** The same machine, with an action at each entry and transition that names it as `definition.ts` does. */
function recording(machine: AnyStateMachine): AnyStateMachine {
  const config = recordingState(machine.id, anObject.parse(machine.config));
  const { actions, ...rest } = machine.implementations;
  return createMachine(config, { ...rest, actions: { ...actions, record: () => undefined } });
}

function recordingState(id: string, config: Config): Config {
  const { entry = [], on = {}, after = {}, always = [], invoke, states = {} } = config;
  const children = z.record(z.string(), anObject).parse(states);
  return {
    ...config,
    entry: [record(id), ...aList.parse(entry)],
    on: eachOf(lists.parse(on), (event, list) => recordingArrows(`${id} ${event}`, list)),
    after: eachOf(lists.parse(after), (delay, list) => recordingArrows(`${id} after ${delay}`, list)),
    always: recordingArrows(`${id} always`, aList.parse(always)),
    ...(invoke !== undefined && { invoke: recordingInvocation(id, anObject.parse(invoke)) }),
    states: eachOf(children, (key, child) => recordingState(`${id}.${key}`, child)),
  };
}

function recordingInvocation(id: string, { onDone, onError, ...rest }: Config): Config {
  return {
    ...rest,
    onDone: recordingArrows(`${id} done`, aList.parse(onDone)),
    onError: recordingArrows(`${id} error`, aList.parse(onError)),
  };
}

function recordingArrows(name: string, list: readonly unknown[]): readonly Config[] {
  return list.map((arrow, index) => {
    const { actions = [], ...rest } = typeof arrow === "string" ? { target: arrow } : anObject.parse(arrow);
    return { ...rest, actions: [...aList.parse(actions), record(`${name} ${index}`)] };
  });
}

function record(name: string): object {
  return { type: "record", params: name };
}

function eachOf<From, To>(
  map: Readonly<Record<string, From>>,
  change: (key: string, from: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(key, value)]));
}

export interface Story {
  readonly input: unknown;
  /** The events to try of each type, where the state that was reached hears that type. */
  readonly events: Readonly<Record<string, readonly object[]>>;
  /** The part of a context that decides: states that agree in it are taken for one. */
  readonly reads: (context: Record<string, unknown>) => unknown;
}

/** More situations than this are a story with too many events, or a context that grows without end. */
const MOST_STEPS = 300_000;

/** @returns names of the states and transitions that the events of a story reach, in every order. */
export function cover(machine: AnyStateMachine, { input, events, reads }: Story): ReadonlySet<string> {
  const recorded = recording(machine);
  const reached = new Set<string>();
  const note = (actions: readonly { readonly type: string; readonly params: unknown }[]): void => {
    for (const { type, params } of actions) if (type === "record") reached.add(String(params));
  };
  const eventsOf = (snapshot: AnyMachineSnapshot): readonly EventObject[] => {
    const heard = new Set(getNextTransitions(snapshot).map((heard) => aTransition.parse(heard).eventType));
    return [...heard].flatMap((type) => (events[type] ?? [{}]).map((payload) => ({ ...payload, type })));
  };
  const paths = getShortestPaths(recorded, {
    input,
    events: eventsOf,
    serializeState: ({ value, context }: AnyMachineSnapshot) =>
      JSON.stringify([value, reads(anObject.parse(context))]),
    limit: MOST_STEPS,
  });
  note(initialTransition(recorded, input)[1]);
  for (const { state } of paths) {
    for (const event of eventsOf(state)) note(transition(recorded, state, event)[1]);
  }
  return reached;
}
