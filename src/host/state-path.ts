/** A machine's state as one word, such as `working.healthy`; parallel regions are joined with commas. */

/** @param value what XState calls a state value, and types as `any` of a machine that it does not know. */
export function statePath(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) throw new TypeError(`${String(value)} is no state`);
  return Object.entries(value)
    .map(([state, inner]) => `${state}.${statePath(inner)}`)
    .join(",");
}
