/** Where on a command line a word is being typed: of which command, as the value of which flag, as which argument. */
import type { Command, Option } from "commander";

export interface Place {
  readonly command: Command;
  /** Names of the commands that lead there: `convoy status`. */
  readonly path: string;
  /** The flag whose value it is; null for a word of its own. */
  readonly flag: Option | null;
  /** How many arguments stand before it. */
  readonly position: number;
  /** Those before it. */
  readonly before: readonly string[];
  readonly typed: string;
  /** The flags given so far, by their long names. */
  readonly given: ReadonlyMap<string, string>;
}

export function placeOf(program: Command, words: readonly string[]): Place {
  const typed = words.at(-1) ?? "";
  const before: string[] = [];
  const given = new Map<string, string>();
  let command = program;
  let flag: Option | null = null;
  for (const word of words.slice(0, -1)) {
    if (flag !== null) {
      given.set(flag.long ?? "", word);
      flag = null;
      continue;
    }
    const [name = "", ...value] = word.split("=");
    const option = command.options.find(({ long, short }) => name === long || name === short);
    const next = command.commands.find((candidate) => candidate.name() === word);
    if (option !== undefined) {
      if (value.length > 0) given.set(option.long ?? "", value.join("="));
      else if (option.required) flag = option;
    } else if (next !== undefined && before.length === 0) command = next;
    else if (!word.startsWith("-")) before.push(word);
  }
  return { command, path: pathOf(command), flag, position: before.length, before, typed, given };
}

/** Without the program's own name. */
function pathOf(command: Command): string {
  const { parent } = command;
  if (parent === null) return "";
  const above = pathOf(parent);
  return above === "" ? command.name() : `${above} ${command.name()}`;
}
