/** The machine's own state as one word, such as `working.healthy`. */
import { z } from "zod";

/** XState types the value of a machine that it does not know as `any`: it is read like any other foreign value. */
const stateValue: z.ZodType<StateValue> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), stateValue)]),
);

type StateValue = string | { [state: string]: StateValue };

export function statePath(value: unknown): string {
  return joined(stateValue.parse(value));
}

function joined(value: StateValue): string {
  if (typeof value === "string") return value;
  return Object.entries(value)
    .map(([state, inner]) => `${state}.${joined(inner)}`)
    .join(",");
}
