/** Whether facts are news for an actor. */
import { isDeepStrictEqual } from "node:util";

/** The time of a read alone is no news: an actor that knows the rest is left in peace, and so is its status. */
export function hasSameFacts(known: object | null, facts: object): boolean {
  const timeless = { startedAt: 0, lastGoodAt: 0 };
  return known !== null && isDeepStrictEqual({ ...known, ...timeless }, { ...facts, ...timeless });
}
