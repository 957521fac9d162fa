/** The decision of a step, read off the states before and after it. */
import { isDeepStrictEqual } from "node:util";
import type { Decision } from "./decision.ts";
import type { Effect } from "./effects.ts";
import type { ExecutionState, Step } from "./execution.ts";
import { statePath } from "./state-path.ts";

/** @param payload the event, or the input of a new actor. @param before null for an actor's first state. */
export function decisionOf(
  payload: unknown,
  before: ExecutionState | null,
  { state, effects, transitions }: Step,
): Decision {
  const changed: Record<string, unknown> = {};
  const taken: string[] = [];
  const context = fields(state.snapshot.context);
  const earlier = before === null ? {} : fields(before.snapshot.context);
  if (context !== earlier) {
    const carried = fields(payload);
    for (const key in context) {
      const value = context[key];
      if (key in earlier && isSame(value, earlier[key])) continue;
      if (isObject(value) && carried[key] === value) taken.push(key);
      else changed[key] = value;
    }
  }
  return {
    state: statePath(state.snapshot.value),
    ...(transitions.length > 0 && { transitions: [...transitions] }),
    changed,
    taken,
    effects: effects.filter(isOwn),
  };
}

/** By value: which objects are one and the same object does not survive the journal. */
function isSame(one: unknown, other: unknown): boolean {
  return Object.is(one, other) || (isObject(one) && isObject(other) && isDeepStrictEqual(one, other));
}

/** Which child to abort is known to the live actor only: after a snapshot record there is no child any more. */
function isOwn(effect: Effect): boolean {
  return effect.type !== "abort";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

const NONE = {};

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : NONE;
}
