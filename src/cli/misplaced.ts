/** What stands where it means nothing, or something else: a flag before the command, a kind apart from its name. */
import type { Command } from "commander";
import { kindOf } from "../explain/index.ts";
import { placeOf } from "./plugin/completion/place.ts";
import type { ProgramName } from "./program-name.ts";

/** Those that take names of objects, and nothing else. */
const OF_NAMES = [
  ...["stop", "resume", "take", "release", "drain", "why", "events", "logs"],
  ...["convoy status", "convoy watch"],
];

/**
 * @param words what stands behind the program's name.
 * @returns what is wrong, with how to write it; null where nothing is.
 */
export function misplaced(program: Command, words: readonly string[], name: ProgramName): string | null {
  return earlyFlag(program, words, name) ?? partedName(program, words) ?? unknownHelp(program, words);
}

function isOptionOf(command: Command, word: string): boolean {
  const [flag] = word.split("=");
  return command.options.some(({ long, short }) => flag === long || flag === short);
}

/** kubectl takes flags anywhere. */
function earlyFlag(program: Command, words: readonly string[], name: ProgramName): string | null {
  const [first = ""] = words;
  if (!first.startsWith("-") || isOptionOf(program, first)) return null;
  const at = words.findIndex((word) =>
    program.commands.some((command) => command.name() === word && isOptionOf(command, first)),
  );
  if (at === -1) return null;
  const [command = "", ...behind] = words.slice(at);
  const right = [name, command, ...words.slice(0, at), ...behind].join(" ");
  return `${first} stands behind the command that it is for: ${right}`;
}

/** `stop polecat parser` would stop `parser` and fail for a polecat called `polecat`. */
function partedName(program: Command, words: readonly string[]): string | null {
  const { path, before } = placeOf(program, [...words, ""]);
  const [kind = "", name] = before;
  if (name === undefined || !OF_NAMES.includes(path) || kindOf(kind) === null) return null;
  return `${JSON.stringify(`${kind} ${name}`)} is two names: a kind and its name are written together, ${kind}/${name}`;
}

/** Commander shows the help of all instead. */
function unknownHelp(program: Command, words: readonly string[]): string | null {
  const [first, of] = words;
  if (first !== "help" || of === undefined) return null;
  const isKnown = program.commands.some((command) => command.name() === of) || of === "help";
  return isKnown ? null : `there is no command ${JSON.stringify(of)} to help with; see --help`;
}
