/** Where an actor is in its machine, as its status is made from it. */
import type { AnyStateMachine, StateValue } from "xstate";
import { statePath } from "../../../src/host/index.ts";
import type { Life } from "../../machines/life.ts";

interface PlacedWith<Context> {
  readonly state: string;
  readonly hasTag: (tag: string) => boolean;
  readonly context: Context;
}

/** A life knows its context as fields alone; whose machine it is knows who asks. */
export function placed<Context>({ state, hasTag, context }: Life): PlacedWith<Context> {
  return { state: state(), hasTag, context: context() as Context };
}

/** In a state that no event has led to. @param value as XState has it, such as `{ working: "healthy" }` */
export function putAt<Context extends object>(
  machine: AnyStateMachine,
  value: StateValue,
  context: Context,
): PlacedWith<Context> {
  const snapshot = machine.resolveState({ value, context });
  return { state: statePath(snapshot.value), hasTag: (tag) => snapshot.hasTag(tag), context };
}
