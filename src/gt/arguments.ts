/**
 * Checks of what goes into an argv, by the patterns of the API's schemas (src/grammar/): what `kubectl apply` took is
 * never refused here, and nothing passes that gt could take for a flag.
 */
import {
  AGENT_NAME,
  BEAD_ID,
  BRANCH_NAME,
  cutTo,
  lengthOf,
  MAIL_ADDRESS,
  MERGE_STRATEGIES,
  POLECAT_NAME,
  RIG_NAME,
  type Grammar,
} from "../grammar/index.ts";
import { GtError } from "./errors.ts";

/** What is shown of a value that is refused, characters. */
const SHOWN = 80;

function refuse(value: string, what: string): never {
  const shown = JSON.stringify(cutTo(value, SHOWN));
  throw new GtError("InvalidArgument", "arguments", `${shown} is not ${what}: correct it where it is named`);
}

const named = ({ pattern, most, what }: Grammar) => {
  return (value: string): string =>
    pattern.test(value) && lengthOf(value) <= most ? value : refuse(value, what);
};

export const rig = named(RIG_NAME);
export const polecat = named(POLECAT_NAME);
export const agent = named(AGENT_NAME);
export const bead = named(BEAD_ID);
export const address = named(MAIL_ADDRESS);
export const branch = named(BRANCH_NAME);

export function mergeStrategy(value: string): string {
  return MERGE_STRATEGIES.some((known) => known === value)
    ? value
    : refuse(value, `one of ${MERGE_STRATEGIES.join(", ")}`);
}

/** Free text as the value of a flag. A NUL would end it. */
export function text(value: string): string {
  return value !== "" && !value.includes("\0") ? value : refuse(value, "a text: it is empty or holds a NUL");
}

/** A flag with its value in one word: whatever the value begins with, it is no flag of its own. None for no value. */
export function flag(
  name: string,
  value: string | null,
  check: (value: string) => string,
): readonly string[] {
  return value === null || value === "" ? [] : [`--${name}=${check(value)}`];
}

/** Words behind all flags: after `--` where one of them would be taken for a flag, as cobra has it. */
export function positional(...words: readonly string[]): readonly string[] {
  return words.some((word) => word.startsWith("-")) ? ["--", ...words] : words;
}
