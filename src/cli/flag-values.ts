/**
 * Values of flags: forgotten ones, and those that several commands take.
 *
 * The word after a flag that takes a value is its value, whatever it looks like. Where it looks like a flag, the value was
 * forgotten: `--adopt --http-address :9090` would ask for the adoption of `--http-address`.
 */
import type { Command, Option } from "commander";
import { ConfigError } from "../settings/index.ts";
import { isNamespace } from "../grammar/index.ts";

/**
 * @param words what stands behind the program's name.
 * @returns what is wrong with the first flag whose value was forgotten; null where none was.
 */
export function forgottenValue(program: Command, words: readonly string[]): string | null {
  const command = commandOf(program, words);
  if (command === null) return null;
  let isValue = false;
  for (const [at, word] of words.entries()) {
    if (isValue) {
      isValue = false;
      continue;
    }
    if (word === "--") return null;
    const option = command.options.find((candidate) => isNamed(candidate, word));
    if (option?.required !== true) continue;
    const next = words[at + 1];
    if (next !== undefined && isFlag(command, next)) return problem(option, word, next);
    isValue = true;
  }
  return null;
}

/** The command that the first words name, which may be one of a command's own. */
function commandOf(program: Command, words: readonly string[]): Command | null {
  const found = program.commands.find((candidate) => candidate.name() === words[0]);
  return found === undefined ? null : (commandOf(found, words.slice(1)) ?? found);
}

/** Of a command that looks into one namespace. @throws ConfigError with one line that names the flag. */
export function checkNamespace(value: string | undefined): void {
  if (value === undefined || isNamespace(value)) return;
  throw new ConfigError(
    `--namespace is ${JSON.stringify(value)}: it takes a namespace's name such as default`,
  );
}

/** A value may begin with one dash, such as a duration that is refused by its own rule. */
function isFlag(command: Command, word: string): boolean {
  const [name = ""] = word.split("=");
  return word.startsWith("--") || name === "-h" || command.options.some((option) => isNamed(option, name));
}

function isNamed({ long, short }: Option, word: string): boolean {
  return word === long || word === short;
}

function problem({ long, flags }: Option, word: string, next: string): string {
  const argument = /<.+>/.exec(flags)?.[0] ?? "<value>";
  return `${word} takes a value, and ${next} stands in its place: write ${long ?? word}=${argument}`;
}
