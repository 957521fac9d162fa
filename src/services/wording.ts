/** Wording: what goes into a condition's message, which the API limits. */
import { cutStart } from "../grammar/index.ts";

const MOST_LISTED = 20;
const LONGEST_NAME = 80;

/** The first names of a list, and how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => cutStart(name, LONGEST_NAME));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
