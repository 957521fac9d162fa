/** What persisted under another name: it is written anew under the name that it has since. */
import { z } from "zod";
import type { Upcast } from "../../host/index.ts";

type Names = Readonly<Record<string, string>>;

const fields = z.looseObject({});

/** In contexts, inputs and events alike. */
const NAMES: Names = { wish: "desired", obstacle: "blocker", lapse: "unresponsive" };

/** @param names of what is desired, in it. @returns the step from that version to the next. */
export function plainNames(from: number, names: Names = {}): Upcast {
  const raised = (given: object): Record<string, unknown> => {
    const whole = renamed({ ...given }, NAMES);
    const { data } = fields.safeParse(whole["desired"]);
    return data === undefined ? whole : { ...whole, desired: renamed(data, names) };
  };
  return {
    from,
    input: (input) => (typeof input === "object" && input !== null ? raised(input) : input),
    event: (event) => ({ ...raised(event), type: event.type }),
    snapshot: (snapshot) => ({ ...snapshot, context: raised(snapshot.context) }),
    decision: (decision) => ({
      ...decision,
      changed: raised(decision.changed),
      taken: decision.taken.map((name) => NAMES[name] ?? name),
    }),
  };
}

function renamed(given: Readonly<Record<string, unknown>>, names: Names): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [names[name] ?? name, value]));
}
