import { describe, expect, it } from "vitest";
import type { AnyStateMachine } from "xstate";
import {
  BEAD_STORE_TAGS,
  beadStoreMachine,
  CONVOY_TAGS,
  convoyMachine,
  EVENTS,
  POD_TAGS,
  podMachine,
  POLECAT_TAGS,
  polecatMachine,
  REFINERY_TAGS,
  refineryMachine,
  RIG_TAGS,
  rigMachine,
  SHARED_TAGS,
  WITNESS_TAGS,
  witnessMachine,
  type BeadStoreEvent,
  type ConvoyEvent,
  type PodEvent,
  type PolecatEvent,
  type RefineryEvent,
  type RigEvent,
  type WitnessEvent,
} from "../../machines/index.ts";
import { arrowsOf, statesOf, type Arrow, type State } from "./definition.ts";

type Names<Event extends { type: string }> = Readonly<Record<Event["type"], true>>;

/** The compiler holds these to the machines' event unions: neither a name more nor one less. */
const POLECAT_EVENTS: Names<PolecatEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "finalizer.refused": true,
  "host.restored": true,
};
const POD_EVENTS: Names<PodEvent> = {
  "spec.observed": true,
  "pods.observed": true,
  "town.observed": true,
  "host.restored": true,
};
const CONVOY_EVENTS: Names<ConvoyEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "host.restored": true,
};
const RIG_EVENTS: Names<RigEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "host.restored": true,
};

const WITNESS_EVENTS: Names<WitnessEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "host.restored": true,
};
const REFINERY_EVENTS: Names<RefineryEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "host.restored": true,
};

const BEAD_STORE_EVENTS: Names<BeadStoreEvent> = {
  "spec.observed": true,
  "town.observed": true,
  "host.restored": true,
};

/** A person is told the phase from before the end, until something has happened: `heldPhase` in the context. */
const WITHOUT_PHASE = ["polecat.terminating", "pod.terminating"];

const isPhase = (tag: string): boolean => /^[A-Z]/.test(tag);

const sorted = (names: Iterable<string | undefined>): readonly string[] =>
  [...new Set(names)].filter((name) => name !== undefined).sort();

/** `#id` names any state, `.key` one within, a bare key a sibling. */
function targetOf({ source, transition: { target } }: Arrow): string | undefined {
  if (target === undefined) return undefined;
  if (target.startsWith("#")) return target.slice(1);
  return target.startsWith(".") ? `${source.id}${target}` : `${source.parent ?? source.id}.${target}`;
}

describe.each<[string, AnyStateMachine, Names<{ type: string }>, object]>([
  ["polecat", polecatMachine, POLECAT_EVENTS, POLECAT_TAGS],
  ["pod", podMachine, POD_EVENTS, POD_TAGS],
  ["convoy", convoyMachine, CONVOY_EVENTS, CONVOY_TAGS],
  ["rig", rigMachine, RIG_EVENTS, RIG_TAGS],
  ["witness", witnessMachine, WITNESS_EVENTS, WITNESS_TAGS],
  ["refinery", refineryMachine, REFINERY_EVENTS, REFINERY_TAGS],
  ["beadstore", beadStoreMachine, BEAD_STORE_EVENTS, BEAD_STORE_TAGS],
])("the definition of the %s machine", (_name, machine, events, tags) => {
  const states = statesOf(machine);
  const arrows = arrowsOf(states);
  const ids = new Set(states.map(({ id }) => id));
  const invocations = states.flatMap(({ id, definition: { invoke } }) =>
    invoke === undefined ? [] : [{ state: id, ...invoke }],
  );
  const { guards, actions, actors, delays } = machine.implementations;
  const compound = (state: State): boolean => Object.keys(state.definition.states ?? {}).length > 0;

  it("has a state for every target", () => {
    const lost = arrows.filter((arrow) => !ids.has(targetOf(arrow) ?? machine.id));
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it("says in a sentence what each state is, and what each event says", () => {
    for (const { id, definition } of states) expect(definition.description, id).toMatch(/^[A-Za-z].*\.$/s);
    for (const event of Object.keys(events)) expect(EVENTS, event).toHaveProperty([event]);
  });

  it("begins every compound state in a state that it has, and no other", () => {
    for (const state of states) {
      const { initial } = state.definition;
      expect(initial === undefined, state.id).toBe(!compound(state));
      if (initial !== undefined) expect(Object.keys(state.definition.states ?? {})).toContain(initial);
    }
  });

  it("listens to events of its union only", () => {
    const heard = states.flatMap(({ definition }) => Object.keys(definition.on ?? {}));
    expect(sorted(heard)).toEqual(sorted(Object.keys(events)));
  });

  it("hears both the answer and the failure of every service, and a restart while it waits for them", () => {
    for (const { state, onDone, onError } of invocations) {
      expect(onDone?.length, `${state} onDone`).toBeGreaterThan(0);
      expect(onError?.length, `${state} onError`).toBeGreaterThan(0);
      expect(onDone?.at(-1)?.guard, `${state} takes every answer`).toBeUndefined();
      expect(onError?.at(-1)?.guard, `${state} takes every failure`).toBeUndefined();
      const around = states.filter(({ id }) => id !== machine.id && `${state}.`.startsWith(`${id}.`));
      expect(
        around.some(({ definition: { on } }) => on?.["host.restored"] !== undefined),
        state,
      ).toBe(true);
    }
  });

  it("names each child once, because answers are told apart by its id", () => {
    const children = invocations.map(({ id }) => id);
    expect(sorted(children)).toHaveLength(children.length);
  });

  it("uses the guards that setup provides, all of them and no other", () => {
    expect(sorted(arrows.map(({ transition }) => transition.guard))).toEqual(sorted(Object.keys(guards)));
  });

  it("uses the actions that setup provides, all of them and no other", () => {
    const used = [
      ...arrows.flatMap(({ transition }) => transition.actions),
      ...states.flatMap(({ definition: { entry = [], exit = [] } }) => [...entry, ...exit]),
    ];
    expect(sorted(used)).toEqual(sorted(Object.keys(actions)));
  });

  it("uses the services that setup provides, all of them and no other", () => {
    expect(sorted(invocations.map(({ src }) => src))).toEqual(sorted(Object.keys(actors)));
  });

  it("uses the delays that setup provides, all of them and no other", () => {
    const used = states.flatMap(({ definition }) => Object.keys(definition.after ?? {}));
    expect(sorted(used)).toEqual(sorted(Object.keys(delays)));
  });

  it("shows one phase in each state", () => {
    const phasesOf = ({ definition }: State): readonly string[] => (definition.tags ?? []).filter(isPhase);
    const outer = states.filter(({ parent }) => parent === machine.id);
    for (const state of outer)
      expect(phasesOf(state), state.id).toHaveLength(Number(!WITHOUT_PHASE.includes(state.id)));
    expect(states.filter(({ parent }) => parent !== machine.id).flatMap(phasesOf)).toEqual([]);
  });

  it("uses the tags that others may ask for, all of them and no other", () => {
    const used = states.flatMap(({ definition }) => definition.tags ?? []);
    expect(sorted(used.filter((tag) => !(tag in SHARED_TAGS)))).toEqual(sorted(Object.keys(tags)));
  });
});
