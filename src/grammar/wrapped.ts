/** Wrapping: texts for a terminal's width, in which what is to be copied stays whole. Pure. */
import { lengthOf } from "./cut.ts";

/** A word with the blanks behind it; a command between backticks is one word. */
const UNIT = /\s+|(?:`[^`\n]*`|\S)+\s*/g;
const COMMAND = /^`([^`]*)`[.,;:)]*$/;

/** What a line break must not divide, in its order: joined they are the text. */
export function unbrokenWords(text: string): readonly string[] {
  return text.match(UNIT) ?? [];
}

/**
 * Lines of at most `width`; what is longer than a line stays whole on one of its own. A command is then without its
 * backticks: whoever copies a line with them has the shell run what the command prints.
 * @param hanging blanks before each line but the first.
 */
export function wrapped(text: string, width: number, hanging = 0): readonly string[] {
  const lines: string[] = [];
  const indent = " ".repeat(hanging);
  let current = "";
  for (const word of unbrokenWords(text)) {
    const isTooLong = lengthOf((current + word).trimEnd()) > width;
    if (isTooLong && current.trim() !== "") {
      lines.push(current.trimEnd());
      current = indent;
    }
    current += isTooLong ? alone(word, width - hanging) : word;
  }
  return [...lines, current.trimEnd()];
}

function alone(word: string, width: number): string {
  return lengthOf(word.trimEnd()) <= width ? word : word.trimEnd().replace(COMMAND, "$1 ");
}
