/** Waiting for a condition, never for a duration. */
import { WAIT_DEADLINE_MS } from "@gastown/testing";

const LOOK_EVERY_MS = 40;

/**
 * Looks again and again until `look` gives something other than false, null and undefined; gives that.
 * @throws Error that says what did not happen, with `tell()`'s words about how things stand.
 */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  tell: () => string = () => "",
  deadlineMs: number = WAIT_DEADLINE_MS,
): Promise<Exclude<Value, false | null | undefined>> {
  const giveUpAt = Date.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (isThere(value)) return value;
    if (Date.now() > giveUpAt) throw new Error(`it did not happen in time that ${what}. ${tell()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function isThere<Value>(value: Value): value is Exclude<Value, false | null | undefined> {
  return value !== false && value !== null && value !== undefined;
}
