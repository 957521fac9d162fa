/** Variables of the environment that look like settings and are none: a slip of a finger there changes nothing, silently. */
import { VARIABLES, type Environment } from "../settings/index.ts";
import { nearest } from "./nearest.ts";

const PREFIX = "GASTOWN_";
/** What Kubernetes gives each container for a Service whose name begins so: gastown-gastown-operator. */
const OF_SERVICES = /_(SERVICE_(HOST|PORT)|PORT)(_\w+)?$/;

/** One line for each. */
export function unknownVariables(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !OF_SERVICES.test(name) && !VARIABLES.includes(name))
    .map((name) => {
      const meant = nearest(name, VARIABLES);
      return `${name} is no setting, and changes nothing${meant === null ? "" : `; did you mean ${meant}?`}`;
    });
}
