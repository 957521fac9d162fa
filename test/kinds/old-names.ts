/** The context of an actor under the names that it persisted under before they were those of the glossary. */
import { z } from "zod";

const fields = z.looseObject({});
const BEFORE: Readonly<Record<string, string>> = { blocker: "obstacle", unresponsive: "lapse" };

export function inOldNames(context: object): Record<string, unknown> {
  const { desired, ...rest } = renamed({ ...context }, (name) => BEFORE[name]);
  return { ...rest, wish: renamed(fields.parse(desired), (name) => (name === "state" ? "desired" : name)) };
}

function renamed(
  given: Readonly<Record<string, unknown>>,
  named: (name: string) => string | undefined,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [named(name) ?? name, value]));
}
