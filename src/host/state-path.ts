/** A machine's state as one word, such as `working.healthy`; parallel regions are joined with commas. */
import type { StateValue } from "xstate";

export function statePath(value: StateValue): string {
  if (typeof value === "string") return value;
  return Object.entries(value)
    .map(([state, inner]) => (inner === undefined ? state : `${state}.${statePath(inner)}`))
    .join(",");
}
